"""Every error that orbat raises on purpose: one tree; a caller catches `OrbatError` and shows its words.

A message says what was found, what was expected and where. `exit_code` is what the command line leaves with.
"""


class OrbatError(Exception):
    """Something that the user can understand and mend."""

    exit_code = 1


class InputError(OrbatError):
    """A source that cannot be read: missing, empty, binary, undecodable."""

    exit_code = 3


class OutputError(OrbatError):
    """A place that cannot be written: holds something else, is full, is forbidden."""

    exit_code = 4


class RuleError(OrbatError):
    """A rule file that does not keep its format. The message names file and line."""

    exit_code = 5


class QuerySyntaxError(OrbatError):
    """A SPARQL query that cannot be parsed, or a query file without what its header must have."""

    exit_code = 6


class GraphError(OrbatError):
    """A graph folder that is missing, broken, or not one of orbat's."""

    exit_code = 7


class ModelError(OrbatError):
    """A spaCy pipeline that is not installed or lacks a component that orbat reads."""

    exit_code = 8


class ServeError(OrbatError):
    """A server that cannot start: the port is in use, the address is not this machine's."""

    exit_code = 9


class PartialError(OrbatError):
    """Some sources were read, some were not: the result stands, the report says which are missing."""

    exit_code = 10
