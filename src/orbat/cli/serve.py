"""`orbat serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from orbat.cli.options import DEFAULT_HOST, DEFAULT_PORT, Graph, Host, Port


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
) -> None:
    """Serve a graph over SPARQL and as pages.

    Read-only; Ctrl-C ends it. Queries run in processes of their own that are killed at their deadline. A
    graph that is built anew into the same folder is picked up without a restart.

    Examples:
      orbat serve graph
      orbat serve graph --port 8001 --timeout 30
      orbat serve graph --host 0.0.0.0 --public-url https://museum.example/war
    """
    from orbat.serve.run import serve as run
    from orbat.serve.settings import Settings

    settings = Settings(
        graph,
        public_url=public_url,
        root_path=root_path,
        timeout=timeout,
        worker_memory=memory << 20,
        **({} if workers is None else {"workers": workers}),
    )
    run(
        settings,
        lambda url: typer.echo(f"{graph} is served at {url}/ (SPARQL at {url}/sparql); Ctrl-C ends it"),
        host,
        port,
    )
