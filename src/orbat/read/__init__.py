"""Reading: paths in, `Source` records out. What cannot be read is an `InputError` that says why."""

from orbat.read.find import Found, find_sources
from orbat.read.source import Outcome, read_source, read_sources

__all__ = ["Found", "Outcome", "find_sources", "read_source", "read_sources"]
