"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000

Graph = Annotated[
    Path,
    typer.Argument(help="Folder that `orbat build` made.", metavar="DIR", show_default=False),
]
GraphOption = Annotated[
    Path | None,
    typer.Option(
        "--graph",
        "-g",
        help="Folder that `orbat build` made.",
        metavar="DIR",
        envvar="ORBAT_GRAPH",
        show_default=False,
    ),
]
Year = Annotated[
    int | None,
    typer.Option(
        help="Year in which the account starts, for dates without one where the text itself gives none. "
        "Negative before Christ: -490 is 490 BC.",
        metavar="YEAR",
        show_default=False,
    ),
]
Model = Annotated[str, typer.Option(help="spaCy pipeline that tags and parses the text.", metavar="NAME")]
BaseIri = Annotated[
    str,
    typer.Option(
        "--base-iri",
        help="What the IRIs of the data start with; independent of the server that answers for them.",
        metavar="IRI",
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=1, help="Documents read at once, a process each; the result is the same."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network of the machine.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
