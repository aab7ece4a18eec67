"""`python -m orbat.cli`, for a Python that has orbat but no `orbat` on its path."""

import sys

from orbat.cli.run import main

if __name__ == "__main__":
    sys.exit(main())
