"""Content negotiation: oxigraph's cases and those that browsers and old clients send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.serve.negotiate import negotiate

JSON, XML, HTML, TURTLE = "application/json", "application/xml", "text/html", "text/turtle"
OFFERED = (JSON, XML, HTML, TURTLE)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("   ", JSON),
        ("*/*", JSON),
        ("*", JSON),
        ("text/html", HTML),
        ("TEXT/HTML", HTML),
        ("text/*", HTML),
        ("text/*, text/turtle", HTML),
        ("text/*;q=0.5, text/turtle", TURTLE),
        ("*/*;q=0.1, application/xml", XML),
        ("application/json;q=0, */*", XML),
        ("application/*;q=0, */*", HTML),
        ("text/html;q=0.5, text/turtle;q=0.6", TURTLE),
        ("text/html; Q=0.2, application/xml; q=0.3", XML),
        ("text/html;level=1;q=0.1, application/xml;q=0.2", XML),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("text/html; q=.2, image/gif, image/jpeg, *; q=.1", HTML),
        ("application/xml ; q=1.0 , application/json ; q=1.0", JSON),
        ("text/turtle;charset=utf-8", TURTLE),
        ("text/turtle;q=7", TURTLE),
        ("junk", JSON),
        (";;;,,,", JSON),
        ("junk, text/turtle", TURTLE),
        ("*/html, text/turtle", TURTLE),
        ("text/turtle;q=", None),
        ("text/turtle;q=abc", None),
        ("text/turtle;q=nan", None),
        ("text/turtle;q=-1", None),
        ("image/png", None),
        ("image/*", None),
        ("*/*;q=0", None),
        ("text/html;q=0", None),
        ("text/turtlesoup", None),
    ],
)
def test_negotiate_chooses(accept: str | None, chosen: str | None) -> None:
    assert negotiate(accept, OFFERED) == chosen


def test_negotiate_gives_nothing_where_nothing_is_offered() -> None:
    assert negotiate("*/*", ()) is None


@given(st.text(max_size=200))
def test_negotiate_takes_any_header(accept: str) -> None:
    assert negotiate(accept, OFFERED) in (*OFFERED, None)
