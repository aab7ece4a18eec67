"""The SPARQL protocol's requests as a table: what is asked, or which problem it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.serve.errors import Problem
from orbat.serve.protocol import QueryRequest, UpdateRequest, parse

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
ASK = "ASK {}"
LIMIT = 100


@pytest.mark.parametrize(
    ("method", "url", "content_type", "body", "expected"),
    [
        ("GET", b"query=ASK%20%7B%7D", None, b"", QueryRequest(ASK)),
        ("GET", b"query=ASK+%7B%7D", None, b"", QueryRequest(ASK)),
        ("HEAD", b"query=ASK+%7B%7D", None, b"", QueryRequest(ASK)),
        ("GET", b"query=ASK+%7B%7D&unknown=1&unknown=2", None, b"", QueryRequest(ASK)),
        ("GET", b"query=ASK+%7B%7D&format=csv", None, b"", QueryRequest(ASK, format="csv")),
        ("GET", b"query=ASK+%7B%7D&format=csv&format=text/csv", None, b"", QueryRequest(ASK, format="csv")),
        ("GET", b"query=%C3%A9", None, b"", QueryRequest("é")),
        ("GET", b"query=a%2520b", None, b"", QueryRequest("a%20b")),  # decoded once
        ("GET", b"", None, b"", None),
        ("HEAD", b"", None, b"", None),
        ("GET", b"format=ttl", None, b"", None),
        ("POST", b"", FORM, b"query=ASK+%7B%7D", QueryRequest(ASK)),
        ("POST", b"", FORM + "; charset=UTF-8", b"query=ASK+%7B%7D", QueryRequest(ASK)),
        ("POST", b"", FORM.upper(), b"query=a%2520b", QueryRequest("a%20b")),
        ("POST", b"format=xml", FORM, b"query=ASK+%7B%7D", QueryRequest(ASK, format="xml")),
        ("POST", b"", QUERY, b"ASK {}", QueryRequest(ASK)),
        ("POST", b"", QUERY + ';charset="utf-8"', b"ASK {}", QueryRequest(ASK)),
        ("QUERY", b"", QUERY, b"ASK {}", QueryRequest(ASK)),
        (
            "GET",
            b"query=ASK+%7B%7D&default-graph-uri=http%3A%2F%2Fe%2F1&default-graph-uri=http://e/2",
            None,
            b"",
            QueryRequest(ASK, ("http://e/1", "http://e/2"), ()),
        ),
        (
            "POST",
            b"named-graph-uri=http://e/1",
            QUERY,
            b"ASK {}",
            QueryRequest(ASK, (), ("http://e/1",)),
        ),
        (
            "POST",
            b"",
            FORM,
            b"default-graph-uri=urn:x&query=ASK+%7B%7D&named-graph-uri=http://e/n",
            QueryRequest(ASK, ("urn:x",), ("http://e/n",)),
        ),
        ("GET", b"query=ASK+%7B%7D&default-graph-uri=", None, b"", QueryRequest(ASK)),
        ("POST", b"", UPDATE, b"CLEAR ALL", UpdateRequest("CLEAR ALL")),
        ("POST", b"", UPDATE, b"", UpdateRequest("")),  # SPARQL Update allows it: nothing to do
        ("POST", b"", FORM, b"update=CLEAR+ALL", UpdateRequest("CLEAR ALL")),
        (
            "POST",
            b"using-graph-uri=http://e/1",
            UPDATE,
            b"CLEAR ALL",
            UpdateRequest("CLEAR ALL", ("http://e/1",), ()),
        ),
        (
            "POST",
            b"",
            FORM,
            b"update=CLEAR+ALL&using-named-graph-uri=http://e/1&using-named-graph-uri=http://e/2",
            UpdateRequest("CLEAR ALL", (), ("http://e/1", "http://e/2")),
        ),
    ],
)
def test_parse_reads(
    method: str,
    url: bytes,
    content_type: str | None,
    body: bytes,
    expected: QueryRequest | UpdateRequest | None,
) -> None:
    assert parse(method, url, content_type, body, LIMIT) == expected


@pytest.mark.parametrize(
    ("method", "url", "content_type", "body", "refusal"),
    [
        ("GET", b"query=ASK+%7B%7D&query=ASK+%7B%7D", None, b"", (400, "parameter-twice")),
        ("GET", b"query=", None, b"", (400, "empty-query")),
        ("GET", b"query=%20%0A", None, b"", (400, "empty-query")),
        ("GET", b"query=%FF", None, b"", (400, "not-utf-8")),
        ("GET", b"query=A%00", None, b"", (400, "null-character")),
        ("GET", b"update=CLEAR+ALL", None, b"", (400, "update-by-get")),
        ("GET", b"query=ASK+%7B%7D&update=CLEAR+ALL", None, b"", (400, "update-by-get")),
        ("GET", b"query=ASK+%7B%7D&default-graph-uri=relative", None, b"", (400, "bad-graph-iri")),
        ("GET", b"query=ASK+%7B%7D&named-graph-uri=http://a%20b", None, b"", (400, "bad-graph-iri")),
        ("GET", b"query=ASK+%7B%7D&using-graph-uri=http://e/", None, b"", (400, "update-parameter")),
        ("GET", b"query=" + b"a" * 101, None, b"", (413, "query-too-long")),
        ("POST", b"", FORM, b"", (400, "no-query")),
        ("POST", b"", FORM, b"ASK {}", (400, "no-query")),
        ("POST", b"query=ASK+%7B%7D", FORM, b"query=ASK+%7B%7D", (400, "parameter-twice")),
        ("POST", b"", FORM, b"query=ASK+%7B%7D&update=CLEAR+ALL", (400, "query-and-update")),
        ("POST", b"", FORM, b"update=CLEAR+ALL&update=CLEAR+ALL", (400, "parameter-twice")),
        ("POST", b"", UPDATE, b"\xff", (400, "not-utf-8")),
        ("POST", b"", UPDATE + ";charset=utf-16", b"CLEAR ALL", (415, "unsupported-charset")),
        ("POST", b"update=CLEAR+ALL", UPDATE, b"CLEAR ALL", (400, "update-twice")),
        ("POST", b"query=ASK+%7B%7D", UPDATE, b"CLEAR ALL", (400, "update-twice")),
        ("POST", b"update=CLEAR+ALL", FORM, b"", (400, "update-in-url")),
        ("POST", b"default-graph-uri=http://e/", UPDATE, b"CLEAR ALL", (400, "query-parameter")),
        ("POST", b"using-graph-uri=e", UPDATE, b"CLEAR ALL", (400, "bad-graph-iri")),
        ("POST", b"query=ASK+%7B%7D", QUERY, b"ASK {}", (400, "query-twice")),
        ("POST", b"update=CLEAR+ALL", QUERY, b"ASK {}", (400, "query-twice")),
        ("POST", b"", QUERY, b"", (400, "empty-query")),
        ("POST", b"", QUERY, b"\xff\xfe", (400, "not-utf-8")),
        ("POST", b"", QUERY, b"a" * 101, (413, "query-too-long")),
        ("POST", b"", QUERY + "; charset=UTF-16", b"ASK {}", (415, "unsupported-charset")),
        ("POST", b"", None, b"ASK {}", (415, "unsupported-media-type")),
        ("POST", b"", "text/plain", b"ASK {}", (415, "unsupported-media-type")),
        ("POST", b"", "multipart/form-data; boundary=x", b"", (415, "unsupported-media-type")),
        ("QUERY", b"", FORM, b"query=ASK+%7B%7D", (415, "unsupported-media-type")),
        ("QUERY", b"", UPDATE, b"CLEAR ALL", (415, "unsupported-media-type")),
        ("PUT", b"query=ASK+%7B%7D", None, b"", (405, "method-not-allowed")),
        ("DELETE", b"", None, b"", (405, "method-not-allowed")),
    ],
)
def test_parse_refuses(
    method: str, url: bytes, content_type: str | None, body: bytes, refusal: tuple[int, str]
) -> None:
    with pytest.raises(Problem) as caught:
        parse(method, url, content_type, body, LIMIT)
    assert (caught.value.status, caught.value.code) == refusal


def test_parse_names_the_methods_that_it_takes() -> None:
    with pytest.raises(Problem) as caught:
        parse("PATCH", b"", None, b"", LIMIT)
    assert caught.value.headers == {"Allow": "GET, HEAD, POST, QUERY, OPTIONS"}


@given(
    st.sampled_from(["GET", "POST", "QUERY", "HEAD"]),
    st.binary(max_size=60),
    st.sampled_from([None, FORM, QUERY, UPDATE, "", ";", "text/plain"]),
    st.binary(max_size=60),
)
def test_parse_takes_any_bytes(method: str, url: bytes, content_type: str | None, body: bytes) -> None:
    try:
        parsed = parse(method, url, content_type, body, LIMIT)
    except Problem as problem:
        status = problem.status
    else:
        status = 200
        assert parsed is None or isinstance(parsed, UpdateRequest) or parsed.query.strip()
    assert status == 200 or 400 <= status < 500
