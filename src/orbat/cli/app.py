"""The table of commands."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orbat.cli.annotate import annotate
from orbat.cli.build import build
from orbat.cli.demo import demo
from orbat.cli.evaluate import evaluate
from orbat.cli.export import export
from orbat.cli.query import query
from orbat.cli.serve import serve
from orbat.cli.validate import validate
from orbat.cli.version import version

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS: tuple[Callable[..., None], ...] = (
    build,
    annotate,
    query,
    serve,
    export,
    validate,
    evaluate,
    demo,
    version,
)
"""Every command, in the order in which `orbat --help` shows them. A command's name is its function's."""


def orbat(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an error arose. Stands anywhere on the line.")
    ] = False,
) -> None:
    """Turn accounts of wars into a linked-data knowledge graph, and ask it.

    Examples:
      orbat demo                                      build the samples, serve them, say what to try
      orbat build account.txt --out graph             your own text
      orbat query who-commanded-which-army --graph graph
      orbat serve graph

    `orbat COMMAND --help` has examples of each command.
    """


def command() -> Any:  # noqa: ANN401 - click's command class has no public name in typer
    """The command line as one object, ready to run."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    app.callback(help=_help(orbat))(orbat)
    for function in COMMANDS:
        app.command(help=_help(function))(function)
    return typer.main.get_command(app)


def _help(function: Callable[..., None]) -> str:
    """A function's docstring as help; examples keep their lines (click's mark for that is a backspace)."""
    return inspect.cleandoc(function.__doc__ or "").replace("\n\nExamples:", "\n\n\b\nExamples:")
