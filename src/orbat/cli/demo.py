"""`orbat demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orbat.cli.build import summary
from orbat.cli.options import DEFAULT_HOST, DEFAULT_PORT, Host, Jobs, Port
from orbat.cli.progress import progress

QUESTION = """PREFIX orbat: <https://w3id.org/orbat/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?commander ?army { ?p orbat:commands ?u ; rdfs:label ?commander . ?u a orbat:Army ; rdfs:label ?army }
ORDER BY ?army"""


def demo(
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for the graph of the samples.", metavar="DIR")
    ] = Path("demo"),
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    jobs: Jobs = 1,
) -> None:
    """Build the samples, serve them, say what to try.

    The folder is a graph folder like any other; Ctrl-C ends the server.

    Examples:
      orbat demo
      orbat demo --port 8001 --out /tmp/orbat-demo
    """
    from orbat.build import build
    from orbat.resources import sample_accounts
    from orbat.serve.run import bind, serve
    from orbat.serve.settings import Settings

    bind(host, port).close()  # a port in use is told before, not after, the samples are built
    with progress() as show:
        report = build(sample_accounts(), out, jobs=jobs, progress=show)
    typer.echo(summary(report, out))
    serve(Settings(out), lambda url: typer.echo(what_to_try(url, out)), host, port)


def what_to_try(url: str, out: Path) -> str:
    """What a person can do now with the graph in `out`, which is served at `url`."""
    question = " ".join(QUESTION.split())
    return f"""
The graph of the samples is served. Ctrl-C ends it.

  in a browser     {url}/
  with curl        curl -s {url}/sparql -H 'Accept: text/csv' --data-urlencode 'query={question}'
  on the command line, in another terminal:
                   orbat query who-commanded-which-army --graph {out}
                   orbat query --list
                   orbat export {out} --format graphml --out {out}.graphml
"""
