"""The command line: `orbat COMMAND`. One thin command a file; the work is done elsewhere.

Results go to stdout, everything else to stderr. Errors are one sentence and an exit code (see `errors`).
"""

from orbat.cli.run import main

__all__ = ["main"]
