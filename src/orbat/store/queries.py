"""The ready queries: SPARQL files that say in their header what they ask and what they give.

The format, for whoever writes one. The header is the comment at the top of the file:

    # title: Who commanded which army
    # question: Which commander led which army, and when?
    # columns:
    #   person: the commander's name
    #   army: the army's name
    #   from: the first day that is certain
    # parameters:
    #   side: a side's name; default "Soviet Union"
    #   at (date): the day; default "1941-12-05"^^xsd:date
    SELECT ?person ?army ?from WHERE {
      VALUES ?side { "Soviet Union" }
      VALUES ?at { "1941-12-05"^^xsd:date }
      ...
    }

- A line that is indented further than the key before it goes on with what that key says.
- `columns` names what the SELECT gives, all of it, in its order; a CONSTRUCT or ASK has none.
- `parameters` may be missing. Each parameter is a `VALUES ?name { one term }` of the query, which stands once
  and holds the default; so the file is a whole query that runs anywhere. `UNDEF` in its place means
  anything, unless a value is given. `; default ...` in the header may repeat the default and must then agree.
- The type in brackets is one of string, integer, decimal, date, iri. Without it the default's own counts.
- Prefixes of `namespaces.PREFIXES` need no declaration here, but do elsewhere: declare them.

The file's name without `.rq` is the query's id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from orbat import resources
from orbat.errors import QuerySyntaxError
from orbat.namespaces import PREFIXES
from orbat.store.query import query

_KEY = re.compile(r"(title|question|columns|parameters):\s*(.*)")
_ENTRY = re.compile(r"(\w+)(?:\s+\((\w+)\))?:\s*(.*)")
_DEFAULT = re.compile(r"\s*;\s*default\s+")
_IRI = r"<[^<>\s]*>|[\w-]*:[\w-]+"
_TERM = rf'UNDEF|{_IRI}|"(?:[^"\\\n]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^(?:{_IRI}))?|[+-]?[\d.]+'
_VALUES = re.compile(rf"(\bVALUES\s+\?(\w+)\s*\{{\s*)({_TERM})(\s*\}})", re.IGNORECASE)
_LANGUAGE = re.compile(r'"@([A-Za-z0-9-]+)\Z')
_SHAPES = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]*\.?[0-9]+"),
    "date": re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_TYPES = ("string", "iri", *_SHAPES)
_EXAMPLES = {"integer": "16", "decimal": "0.5", "date": "1941-12-05", "iri": "https://example.org/x"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query may be asked with. `default` is a term as the query has it, or `UNDEF`."""

    name: str
    type: str
    description: str
    default: str


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A query with what its header says. `columns` pairs variable and meaning; `text` is the whole file."""

    id: str
    title: str
    question: str
    columns: tuple[tuple[str, str], ...]
    parameters: tuple[Parameter, ...]
    text: str

    def with_values(self, values: Mapping[str, str]) -> str:
        """The query's text with `values` in place of the defaults, each escaped as its type asks.

        Raises `QuerySyntaxError` for a parameter that the query has not, or a value that is not of its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        unknown = sorted(values.keys() - known.keys())
        if unknown:
            have = ", ".join(known) or "none"
            raise QuerySyntaxError(f"{self.id} has no parameter {unknown[0]!r}; it has {have}")
        terms = {name: _term(self.id, known[name], value) for name, value in values.items()}

        def filled(match: re.Match[str]) -> str:
            return f"{match[1]}{terms.get(match[2], match[3])}{match[4]}"

        return _VALUES.sub(filled, self.text)  # in one pass, so that a value cannot hold a place for the next


def ready_queries(folder: Path | None = None) -> tuple[ReadyQuery, ...]:
    """All queries of `folder` (orbat's own if None), by id. Raises `QuerySyntaxError` with file and line."""
    where = folder if folder is not None else resources.queries_dir()
    return tuple(read_query(path) for path in sorted(where.glob("*.rq")))


def ready_query(id_: str, folder: Path | None = None) -> ReadyQuery:
    """The query called `id_`. Raises `QuerySyntaxError` naming those that there are."""
    where = folder if folder is not None else resources.queries_dir()
    names = sorted(path.stem for path in where.glob("*.rq"))
    if id_ not in names:
        raise QuerySyntaxError(f"there is no ready query {id_!r}; expected one of {', '.join(names)}")
    return read_query(where / f"{id_}.rq")


def read_query(path: Path) -> ReadyQuery:
    """The query in the file `path`. Raises `QuerySyntaxError` with file and line if anything is amiss."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuerySyntaxError(f"{path} cannot be read: {error}") from error
    return parse_query(text, path.stem, str(path))


def parse_query(text: str, id_: str, name: str) -> ReadyQuery:
    """The query in `text`; `name` is the file that errors speak of."""
    header = _header(text, name)
    title, question = (_one_line(header, key, name) for key in ("title", "question"))
    columns = tuple((column, words) for _, column, _, words in _entries(header, "columns", name))
    parameters = tuple(_parameter(entry, text, name) for entry in _entries(header, "parameters", name))
    _check_columns(text, columns, name, header)
    return ReadyQuery(id_, title, question, columns, parameters, text)


_Header = dict[str, tuple[int, list[tuple[int, str]]]]
"""By key the line it stands on, and the lines that belong to it with their numbers."""


def _header(text: str, name: str) -> _Header:
    header: _Header = {}
    indent, key = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        content = line[1:].rstrip()
        words = content.strip()
        depth = len(content) - len(content.lstrip())
        match = _KEY.fullmatch(words)
        if match is not None and (not key or depth <= indent):
            indent, key = depth, match[1]
            if key in header:
                raise QuerySyntaxError(f"{name}:{number}: a second {key!r}; expected one")
            header[key] = (number, [(number, match[2])] if match[2] else [])
        elif words and (not key or depth <= indent):
            raise QuerySyntaxError(
                f"{name}:{number}: {words!r}; expected `title:`, `question:`, `columns:` or `parameters:`"
            )
        elif words:
            header[key][1].append((number, words))
    return header


def _one_line(header: _Header, key: str, name: str) -> str:
    number, lines = header.get(key, (1, []))
    words = " ".join(words for _, words in lines)
    if not words:
        raise QuerySyntaxError(f"{name}:{number}: the header has no {key}; expected `# {key}: ...`")
    return words


def _entries(header: _Header, key: str, name: str) -> Iterator[tuple[int, str, str, str]]:
    """Line, name, type and words of each entry of a list."""
    _, lines = header.get(key, (1, []))
    for number, words in lines:
        match = _ENTRY.fullmatch(words)
        if match is None or not match[3]:
            raise QuerySyntaxError(f"{name}:{number}: {words!r} in {key}; expected `name: what it is`")
        yield number, match[1], match[2] or "", match[3]


def _parameter(entry: tuple[int, str, str, str], text: str, name: str) -> Parameter:
    number, variable, type_, words = entry
    found = [match[3] for match in _VALUES.finditer(_without_header(text)) if match[2] == variable]
    if len(found) != 1:
        raise QuerySyntaxError(
            f"{name}:{number}: the query has {len(found)} `VALUES ?{variable} {{ one term }}`; expected one,"
            " which holds the parameter's default"
        )
    default = found[0]
    description, *stated = _DEFAULT.split(words, maxsplit=1)
    if stated and stated[0] != default:
        raise QuerySyntaxError(
            f"{name}:{number}: {variable} is {stated[0]} by default in the header, {default} in the query"
        )
    if type_ and type_ not in _TYPES:
        raise QuerySyntaxError(f"{name}:{number}: type {type_!r}; expected one of {', '.join(_TYPES)}")
    return Parameter(variable, type_ or _type_of(default), description, default)


def _check_columns(text: str, columns: tuple[tuple[str, str], ...], name: str, header: _Header) -> None:
    results = query(ox.Store(), text, name=name)
    given = (
        [variable.value for variable in results.variables] if isinstance(results, ox.QuerySolutions) else []
    )
    if given != [column for column, _ in columns]:
        number, _ = header.get("columns", (1, []))
        named = ", ".join(column for column, _ in columns) or "none"
        raise QuerySyntaxError(
            f"{name}:{number}: the header's columns are {named}; the query gives {', '.join(given) or 'none'}"
        )


def _without_header(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def _type_of(default: str) -> str:
    if default.endswith(("date", "date>")) and "^^" in default:
        return "date"
    if re.fullmatch(r"[+-]?\d+", default):
        return "integer"
    if re.fullmatch(r"[+-]?[\d.]+", default):
        return "decimal"
    return "string" if default.startswith('"') or default == "UNDEF" else "iri"


def _term(id_: str, parameter: Parameter, value: str) -> str:
    """`value` as a SPARQL term: pyoxigraph checks IRIs and escapes strings."""
    try:
        return str(_typed(parameter, value))
    except ValueError as error:
        example = f", {_EXAMPLES[parameter.type]} for example" if parameter.type in _EXAMPLES else ""
        raise QuerySyntaxError(
            f"{id_}: {parameter.name} is {value!r}; expected {parameter.type}{example}"
        ) from error


def _typed(parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    if parameter.type == "iri":
        return ox.NamedNode(value)
    if parameter.type == "string":
        language = _LANGUAGE.search(parameter.default)
        return ox.Literal(value, language=language[1] if language else None)
    shape = _SHAPES[parameter.type]
    if not shape.fullmatch(value):
        raise ValueError(f"not {shape.pattern}")
    if parameter.type == "date":
        date.fromisoformat(value.removeprefix("-"))
    return ox.Literal(value, datatype=ox.NamedNode(f"{PREFIXES['xsd']}{parameter.type}"))
