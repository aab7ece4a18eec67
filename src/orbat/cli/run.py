"""The entry point: runs a command and turns what goes wrong into one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import TracebackType

from orbat.errors import OrbatError

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended: 128 and the number of the signal."""


def main() -> int:
    """Runs the command of `sys.argv`; gives the exit code."""
    arguments = sys.argv[1:]
    if "--debug" not in arguments:
        sys.excepthook = _say
    return run(arguments)


def run(arguments: Sequence[str]) -> int:
    """Runs a command line; gives 0, the code of the `OrbatError`, 2 for wrong usage, 130 for Ctrl-C.

    With `--debug`, anywhere on the line, an error keeps its traceback.
    """
    from orbat.cli.app import command

    rest = [argument for argument in arguments if argument != "--debug"]
    debug = len(rest) < len(arguments)
    try:
        command().main(args=rest, prog_name="orbat")
        sys.stdout.flush()
    except SystemExit as done:
        return _flush(done.code if isinstance(done.code, int) else int(done.code is not None))
    except OrbatError as error:
        if debug:
            raise
        _flush(0)
        sys.stderr.write(f"orbat: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _hush()
    return 0


def _flush(code: int) -> int:
    """Writes out what a command printed; gives `code`, or 0 where nobody reads it any more."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _hush()
    return code


def _hush() -> int:
    """Sends the rest of stdout nowhere: a reader that left (`| head`) is no error.

    Otherwise the interpreter would complain at its end; see the note on SIGPIPE in Python's `signal` module.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _say(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """What a user sees of a fault in orbat itself."""
    sys.stderr.write(
        f"orbat: unexpected {kind.__name__}: {error}; a fault in orbat itself, --debug shows where it arose\n"
    )
