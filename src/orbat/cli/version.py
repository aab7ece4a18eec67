"""`orbat version`."""

from __future__ import annotations

import typer


def version() -> None:
    """Print the version of orbat."""
    from orbat import __version__

    typer.echo(f"orbat {__version__}")
