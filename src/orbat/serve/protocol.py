"""The SPARQL 1.1 Protocol's requests (https://www.w3.org/TR/sparql11-protocol/), apart from any server.

In: method, query string, content type, body. Out: a `QueryRequest`, an `UpdateRequest`, None where nothing is
asked (a GET without a query, which is answered with the service description), or a `Problem` raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from orbat.serve.errors import Problem

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
ALLOW = {"Allow": ", ".join(METHODS)}
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
_FORM_TYPE = "application/x-www-form-urlencoded"
_ONCE = ("query", "update", "timeout")  # SPARQLWrapper says the format twice, in two ways
_QUERY_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATE_GRAPHS = ("using-graph-uri", "using-named-graph-uri")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20]*")

Parameters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query to be answered. Graph tuples are None where the protocol names no dataset of its own."""

    query: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """An update to be made. Graph tuples are None where the protocol names no dataset of its own."""

    update: str
    using: tuple[str, ...] | None = None
    using_named: tuple[str, ...] | None = None


def parse(
    method: str, query_string: bytes, content_type: str | None, body: bytes, max_query: int
) -> QueryRequest | UpdateRequest | None:
    """The query or update that a request carries, or None for a GET or HEAD that carries none.

    Raises `Problem`: 400 for parameters that are missing, doubled, contradictory or not UTF-8, 405 for
    another method, 413 for a query of more than `max_query` characters, 415 for a body in another type.
    """
    url = parameters(query_string, "the query string")
    if method in {"GET", "HEAD"}:
        if "update" in url:
            raise Problem(400, "update-by-get", "An update cannot be sent by GET.")
        return None if "query" not in url else _query(url, max_query)
    if method not in {"POST", "QUERY"}:
        raise Problem(
            405, "method-not-allowed", f"{method} is not a method of a SPARQL endpoint.", headers=ALLOW
        )
    return _from_body(method, url, content_type, body, max_query)


def _from_body(
    method: str, url: Parameters, content_type: str | None, body: bytes, max_query: int
) -> QueryRequest | UpdateRequest:
    media_type, charset = parsed_content_type(content_type)
    if charset not in {"", "utf-8", "utf8", "us-ascii"}:
        raise Problem(415, "unsupported-charset", f"The body is in {charset}; only UTF-8 is read.")
    if media_type == QUERY_TYPE:
        if "query" in url or "update" in url:
            raise Problem(400, "query-twice", "The query stands in the body and in the URL; send it once.")
        return _query({**url, "query": (text_of(body, "the body"),)}, max_query)
    if media_type == UPDATE_TYPE and method == "POST":
        if "query" in url or "update" in url:
            raise Problem(400, "update-twice", "The update stands in the body and in the URL; send it once.")
        return _update({**url, "update": (text_of(body, "the body"),)})
    if media_type == _FORM_TYPE and method == "POST":
        both = _joined(url, parameters(body, "the form"))
        if "query" not in both and "update" not in both:
            raise Problem(400, "no-query", "The form has no parameter named 'query'.")
        if "update" in url:
            raise Problem(400, "update-in-url", "An update belongs in the body, not in the URL.")
        return _request(both, max_query)
    offered = f"{QUERY_TYPE}, {UPDATE_TYPE} or {_FORM_TYPE}" if method == "POST" else QUERY_TYPE
    found = f"The body is sent as {media_type}" if media_type else "The body has no Content-Type"
    raise Problem(
        415, "unsupported-media-type", f"{found}; send {offered}.", headers={"Accept-Query": QUERY_TYPE}
    )


def _request(found: Parameters, max_query: int) -> QueryRequest | UpdateRequest:
    if "update" not in found:
        return _query(found, max_query)
    if "query" in found:
        raise Problem(400, "query-and-update", "The request carries a query and an update; send one.")
    return _update(found)


def _query(found: Parameters, max_query: int) -> QueryRequest:
    _each_once(found)
    for name in _UPDATE_GRAPHS:
        if name in found:
            raise Problem(
                400, "update-parameter", f"'{name}' belongs to updates; for a query use 'default-graph-uri'."
            )
    query = found["query"][0]
    if not query.strip():
        raise Problem(400, "empty-query", "The query is empty.")
    if len(query) > max_query:
        raise Problem(
            413,
            "query-too-long",
            f"The query has {len(query):,} characters; this server reads {max_query:,}.",
        )
    default, named = _graphs(found, "default-graph-uri"), _graphs(found, "named-graph-uri")
    if default is None and named is None:
        return QueryRequest(query, format=_one(found, "format"))
    return QueryRequest(query, default or (), named or (), _one(found, "format"))


def _update(found: Parameters) -> UpdateRequest:
    _each_once(found)
    for name in _QUERY_GRAPHS:
        if name in found:
            raise Problem(
                400, "query-parameter", f"'{name}' belongs to queries; for an update use 'using-graph-uri'."
            )
    using, named = _graphs(found, "using-graph-uri"), _graphs(found, "using-named-graph-uri")
    if using is None and named is None:
        return UpdateRequest(found["update"][0])
    return UpdateRequest(found["update"][0], using or (), named or ())


def _each_once(found: Parameters) -> None:
    for name in _ONCE:
        if len(found.get(name, ())) > 1:
            raise Problem(
                400,
                "parameter-twice",
                f"The parameter '{name}' is given {len(found[name])} times; send it once.",
            )


def _graphs(found: Parameters, name: str) -> tuple[str, ...] | None:
    given = tuple(dict.fromkeys(value for value in found.get(name, ()) if value))
    return tuple(graph_iri(iri, name) for iri in given) or None


def graph_iri(iri: str, parameter: str) -> str:
    """`iri`, the value of `parameter`, if it can name a graph. Raises `Problem` 400."""
    if not _IRI.fullmatch(iri):
        raise Problem(400, "bad-graph-iri", f"'{parameter}' is {iri!r:.200}; expected an absolute IRI.")
    return iri


def _one(found: Parameters, name: str) -> str | None:
    values = found.get(name, ())
    return values[0] if values and values[0] else None


def _joined(url: Parameters, form: Parameters) -> Parameters:
    return {name: (*url.get(name, ()), *form.get(name, ())) for name in (*url, *form)}


def parameters(encoded: bytes, where: str) -> Parameters:
    """Form parameters by name, each value decoded once. Raises `Problem` 400 where they are not UTF-8.

    >>> parameters(b"query=ASK%20%7B%7D&x=1&x=a+b", "the query string")
    {'query': ('ASK {}',), 'x': ('1', 'a b')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in encoded.split(b"&") if encoded else ():
        name, _, value = part.partition(b"=")
        key = _decoded(name, where)
        found[key] = (*found.get(key, ()), _decoded(value, where))
    return found


def _decoded(value: bytes, where: str) -> str:
    return text_of(unquote_to_bytes(value.replace(b"+", b" ")), where)


def text_of(value: bytes, where: str) -> str:
    """UTF-8 as text. Raises `Problem` 400 for what is none, and for null characters."""
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, "not-utf-8", f"Byte {error.start} of a value in {where} is not UTF-8.") from error
    if "\x00" in text:
        raise Problem(400, "null-character", f"A value in {where} holds a null character.")
    return text


def parsed_content_type(header: str | None) -> tuple[str, str]:
    """Media type and charset, in lower case, each empty where it is not given."""
    media_type, *rest = (header or "").split(";")
    charset = ""
    for parameter in rest:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media_type.strip().lower(), charset
