"""`orbat serve`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orbat.cli.options import DEFAULT_HOST, DEFAULT_PORT, Graph, Host, Port


class LogClients(StrEnum):
    """How much of a client's address goes into the access log."""

    FULL = "full"
    NETWORK = "network"
    NONE = "none"


def serve(
    graph: Graph,
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds after which a query is stopped.", metavar="SECONDS")
    ] = 10.0,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Queries answered at once, a process each.", show_default="cores + 2"),
    ] = None,
    memory: Annotated[
        int, typer.Option("--query-memory", min=64, help="Megabytes that one query may take.", metavar="MB")
    ] = 1024,
    public_url: Annotated[
        str | None,
        typer.Option(
            "--public-url",
            help="How clients reach the server, where a proxy stands before it.",
            metavar="URL",
            show_default=False,
        ),
    ] = None,
    root_path: Annotated[
        str,
        typer.Option(
            "--root-path", help="Path that the proxy takes away.", metavar="PATH", show_default=False
        ),
    ] = "",
    writable: Annotated[
        bool, typer.Option("--writable", help="Take updates from those who have the token.")
    ] = False,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            help="File with the token that updates need; 16 characters or more.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    max_rows: Annotated[
        int, typer.Option("--max-rows", min=0, help="Rows of an answer at most; 0 for all.", metavar="N")
    ] = 1_000_000,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-service",
            help="Host that queries may ask with SERVICE, and updates with LOAD; may be given again.",
            metavar="HOST[:PORT]",
            show_default="none",
        ),
    ] = None,
    tiles: Annotated[
        str | None,
        typer.Option(
            "--tiles",
            help="Where the maps' tiles come from, with {z}, {x} and {y}; else coasts and borders are drawn.",
            metavar="URL",
            show_default="none",
        ),
    ] = None,
    tiles_attribution: Annotated[
        str,
        typer.Option("--tiles-attribution", help="Whom the maps name for tiles.", metavar="TEXT"),
    ] = "",
    access_log: Annotated[
        str | None,
        typer.Option(
            "--access-log",
            help="File to log requests to, a line of JSON each; - for standard output.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    log_clients: Annotated[
        LogClients,
        typer.Option("--log-clients", help="How much of clients' addresses is logged."),
    ] = LogClients.NETWORK,
    log_queries: Annotated[
        bool, typer.Option("--log-queries", help="Log the texts of queries, too.")
    ] = False,
    license_: Annotated[
        str | None,
        typer.Option(
            "--license", help="Address of the licence of the data.", metavar="URL", show_default=False
        ),
    ] = None,
) -> None:
    """Serve a graph over SPARQL and as pages.

    Read-only unless told otherwise; Ctrl-C ends it. Queries run in processes of their own that are killed at
    their deadline. A graph that is built anew into the same folder is picked up without a restart.

    Examples:
      orbat serve graph
      orbat serve graph --port 8001 --timeout 30
      orbat serve graph --host 0.0.0.0 --public-url https://museum.example/war
      orbat serve graph --writable --token-file token.txt
    """
    if writable != (token_file is not None):
        raise typer.BadParameter("--writable and --token-file belong together: updates need a token")
    from dataclasses import replace

    from orbat.serve.access import read_token
    from orbat.serve.run import serve as run
    from orbat.serve.settings import Settings

    settings = Settings(
        graph,
        public_url=public_url,
        root_path=root_path,
        tiles=tiles,
        tiles_attribution=tiles_attribution,
        write_token=None if token_file is None else read_token(token_file),
        license=license_,
        timeout=timeout,
        max_rows=max_rows,
        allow_service=tuple(host.lower() for host in allow_service or ()),
        access_log=access_log,
        log_clients=log_clients.value,
        log_queries=log_queries,
        worker_memory=memory << 20,
    )
    if workers is not None:
        settings = replace(settings, workers=workers)
    run(
        settings,
        lambda url: typer.echo(f"{graph} is served at {url}/ (SPARQL at {url}/sparql); Ctrl-C ends it"),
        host,
        port,
    )
