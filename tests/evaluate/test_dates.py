"""Scores of temporal expressions against numbers reckoned by hand, and TimeML as it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from orbat.errors import InputError
from orbat.evaluate import score_dates
from orbat.evaluate.dates import is_calendar
from orbat.evaluate.gold import read_timeml
from orbat.model import Evidence, Label, Mention, attributes

TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>invented</DOCID>
<TEXT>
<TIMEX3 tid="t0" type="TIME" value="2009-12-19T17:00:00">2009-12-19T17:00:00</TIMEX3>
Soult &amp; Ney marched <TIMEX3 tid="t1" type="DATE" value="1815-06-15">on June 15</TIMEX3>, \
rested for <TIMEX3 tid="t2" type="DURATION" value="P1D">a day</TIMEX3>, and fought \
<TIMEX3 tid="t3" type="TIME" value="1815-06-16TAF">that afternoon</TIMEX3> until dusk.
</TEXT></TimeML>
"""


@pytest.fixture
def timeml(tmp_path: Path) -> Path:
    path = tmp_path / "invented.tml"
    path.write_text(TIMEML, encoding="utf-8")
    return path


def mention(text: str, words: str, label: Label, value: str = "") -> Mention:
    start = text.index(words)
    evidence = Evidence("d", start, start + len(words), words)
    return Mention(evidence, label, words, "test", attributes({"value": value}))


def test_timeml_gives_text_and_ranges_without_the_download_stamp(timeml: Path) -> None:
    text, dates = read_timeml(timeml)
    assert text.startswith("\nSoult & Ney marched on June 15, rested")
    assert [(text[d.start : d.end], d.value) for d in dates] == [
        ("on June 15", "1815-06-15"),
        ("a day", "P1D"),
        ("that afternoon", "1815-06-16TAF"),
    ]


def test_score_compares_extent_and_calendar_value(timeml: Path) -> None:
    text, gold = read_timeml(timeml)
    result = score_dates(
        text,
        gold,
        [
            mention(text, "June 15", Label.DATE, "1815-06-15"),  # overlaps, right value
            mention(text, "a day", Label.DURATION, "P1D"),  # same extent, no calendar value
            mention(text, "afternoon", Label.TIME, "1815-06-15TAF"),  # overlaps, wrong day
            mention(text, "dusk", Label.TIME, "1815-06-16TEV"),  # spurious
            mention(text, "Ney", Label.PERSON, "1815"),  # no date
        ],
    )
    assert result["extent, strict"].as_json() == {
        "p": 0.25,
        "r": 0.3333,
        "f1": 0.2857,
        "tp": 1,
        "sys": 4,
        "gold": 3,
    }
    assert result["extent, overlap"].as_json() == {
        "p": 0.75,
        "r": 1.0,
        "f1": 0.8571,
        "tp": 3,
        "sys": 4,
        "gold": 3,
    }
    assert result["calendar value"].as_json() == {
        "p": 0.3333,
        "r": 0.5,
        "f1": 0.4,
        "tp": 1,
        "sys": 3,
        "gold": 2,
    }
    assert [miss.fault for miss in result.misses] == ["wrong value", "spurious"]


def test_score_gives_a_mention_to_one_expression_only(timeml: Path) -> None:
    text, gold = read_timeml(timeml)
    whole = text[text.index("on June") : text.index(" until")]
    result = score_dates(text, gold, [mention(text, whole, Label.DATE, "1815-06-15")])
    assert result["extent, overlap"].found == 1
    assert [miss.fault for miss in result.misses] == ["missed", "missed"]


def test_touching_ranges_do_not_overlap(timeml: Path) -> None:
    text, gold = read_timeml(timeml)
    result = score_dates(text, gold, [mention(text, "marched ", Label.DATE, "1815-06-15")])
    assert result["extent, overlap"].found == 0


@pytest.mark.parametrize(
    "value", ["1941", "1941-12", "1941-12-05", "1941-WI", "BC0490", "1941-12-05T04:00", "1941-XX-XX"]
)
def test_calendar_value_names_a_point(value: str) -> None:
    assert is_calendar(value)


@pytest.mark.parametrize(
    "value", ["", "P2W", "PXD", "PAST_REF", "1941-W50", "19411", "194X", "XXXX-12", "1941-12-05-06"]
)
def test_other_values_are_not_calendar(value: str) -> None:
    assert not is_calendar(value)


@pytest.mark.parametrize("raw", ["", "Ney marched.", "<TEXT>a</TIMEX3></TEXT>"])
def test_timeml_that_is_none_is_refused(tmp_path: Path, raw: str) -> None:
    path = tmp_path / "broken.tml"
    path.write_text(raw, encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.tml"):
        read_timeml(path)
