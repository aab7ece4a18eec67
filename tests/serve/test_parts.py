"""The small parts alone: links, cache, wire, words, ETags."""

from __future__ import annotations

from orbat.serve import wire
from orbat.serve.cache import Cache, Entry
from orbat.serve.dates import plain_date
from orbat.serve.engine import matches
from orbat.serve.formats import SOLUTIONS, TRIPLES, by_name
from orbat.serve.urls import Urls
from orbat.serve.wire import Head, Job

BASE = "https://w3id.org/orbat/id/"
HEAD = Head("text/csv", "solutions")


def test_urls_take_origin_and_path_from_the_public_url() -> None:
    urls = Urls.of("https://example.org/war/", "", "http://127.0.0.1:1", BASE)
    assert urls.absolute(urls.sparql()) == "https://example.org/war/sparql"


def test_urls_take_the_origin_that_was_seen_where_there_is_no_public_url() -> None:
    urls = Urls.of(None, "war/", "http://127.0.0.1:1", BASE)
    assert urls.absolute(urls.void()) == "http://127.0.0.1:1/war/.well-known/void"


def test_urls_escape_what_an_iri_has_escaped() -> None:
    urls = Urls("", "", BASE)
    assert urls.thing(f"{BASE}unit/a%20b") == "/page/unit/a%2520b"
    assert urls.data(f"{BASE}unit/a?b#c") == "/data/unit/a%3Fb%23c"


def test_urls_lead_to_a_resource_page_for_what_is_not_ours() -> None:
    assert (
        Urls("", "", BASE).thing("https://e.org/?x=1&y") == "/resource?iri=https%3A%2F%2Fe.org%2F%3Fx%3D1%26y"
    )


def test_cache_forgets_what_was_unused_for_longest() -> None:
    cache = Cache(limit=2_000, entry_limit=1_000)
    for key in "abc":
        cache.put(key, Entry(HEAD, b"x" * 300))
        cache.get("a")
    assert (cache.get("a") is not None, cache.get("b"), cache.get("c") is not None) == (True, None, True)
    assert cache.bytes <= 2_000


def test_cache_keeps_nothing_longer_than_one_entry_may_be() -> None:
    cache = Cache(limit=2_000, entry_limit=100)
    cache.put("a", Entry(HEAD, b"x" * 101))
    assert cache.get("a") is None
    assert cache.bytes == 0


def test_cache_of_no_bytes_keeps_nothing() -> None:
    cache = Cache(limit=0, entry_limit=100)
    cache.put("a", Entry(HEAD, b""))
    assert cache.get("a") is None


def test_job_comes_back_from_the_wire_as_it_was() -> None:
    job = Job("SELECT * {} # é\n", "text/csv", None, ("http://e/",), (), "http://b/", gzip=True)
    encoded = job.encode()
    assert wire.decode(encoded[wire.LENGTH.size :]) == job


def test_by_name_takes_short_names_and_media_types_and_nothing_else() -> None:
    assert by_name("CSV", SOLUTIONS) == "text/csv"
    assert by_name("text/turtle", TRIPLES) == "text/turtle"
    assert by_name("csv", TRIPLES) is None
    assert by_name("", SOLUTIONS) is None


def test_matches_reads_lists_weak_tags_and_the_star() -> None:
    assert matches('"x", W/"k"', "k")
    assert matches("*", "k")
    assert not matches('"kk"', "k")
    assert not matches(None, "k")


def test_plain_date_leaves_alone_what_is_no_date() -> None:
    assert plain_date("1941-13-01") == "1941-13-01"
    assert plain_date("") == ""


def test_plain_date_counts_years_before_our_era_as_people_do() -> None:
    assert plain_date("-0489-09-12") == "12 September 490 BC"
    assert plain_date("0000-01-01") == "1 January 1 BC"
