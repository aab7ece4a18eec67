"""Narratives: where missing years, months and days come from, and that the source is named."""

from __future__ import annotations

from itertools import pairwise

import pytest

from orbat.annotate.dates import Temporal, tag


def values(text: str, year: int | None = None) -> list[str]:
    return [found.value for found in tag(text, year)]


def anchor(text: str, found: Temporal) -> str:
    return text[slice(*found.anchor)] if found.anchor else ""


RANGES = [
    ("between 16 November and 5 December 1941", ["1941-11-16", "1941-12-05"]),
    ("between 28 December and 3 January 1942", ["1941-12-28", "1942-01-03"]),
    ("on November 15th and 18th, 1941", ["1941-11-15", "1941-11-18"]),
    ("from May to 9 June 1940", ["1940-05", "1940-06-09"]),
    ("August 13-14, 1864", ["1864-08-13", "1864-08-14"]),
    ("in 1914-1918", ["1914", "1918"]),
    ("in 1915-17", ["1915", "1917"]),
    ("in 1899-01", ["1899", "1901"]),
    ("(1941/42)", ["1941", "1942"]),
    ("on the 7 and 8 June 1855", ["1855-06-07", "1855-06-08"]),
    ("on 11, 12 and 13 May 1940", ["1940-05-11", "1940-05-12", "1940-05-13"]),
    ("From 12 to 17 April 1855", ["1855-04-12", "1855-04-17"]),
    ("talks between June 6-9, 1855", ["1855-06-06", "1855-06-09"]),
    ("on 31 July-1 August 1855", ["1855-07-31", "1855-08-01"]),
    ("in June, July and August 1942", ["1942-06", "1942-07", "1942-08"]),
    ("in summer and autumn 1854", ["1854-SU", "1854-FA"]),
    ("in late 1854 and early 1855", ["1854", "1855"]),
    ("from 499 to 449 BC", ["BC0499", "BC0449"]),
    ("the night of 9-10 May 1940", ["1940-05-09TNI", "1940-05-10"]),
    ("between the 3d and 5th of May 1863", ["1863-05-03", "1863-05-05"]),
    ("at 5:30 AM on June 18, 1855", ["1855-06-18T05:30", "1855-06-18"]),
    ("at dawn on 22 June 1941", ["1941-06-22TMO", "1941-06-22"]),
]


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_members_of_a_range_or_list_complete_each_other(text: str, expected: list[str]) -> None:
    assert values(f"They fought {text}.") == expected


STORIES = [
    (
        "turn of the year",
        "In December 1941 they stood before the town. On 20 December it snowed. On 7 January they left.",
        ["1941-12", "1941-12-20", "1942-01-07"],
    ),
    (
        "no turn for a step back",
        "On 15 July 1943 they stopped. The plan had been made in May.",
        ["1943-07-15", "1943-05"],
    ),
    (
        "heading sets the year",
        "The north, 1755\n\nOn June 17 they fought.\n\nThe south, 1780\n\nOn August 16 they lost.",
        ["1755", "1755-06-17", "1780", "1780-08-16"],
    ),
    (
        "heading with a range begins with its first year",
        "The campaign (1812-1815)\n\nOn 7 September they met.",
        ["1812", "1815", "1812-09-07"],
    ),
    (
        "an old year is an aside",
        "On 2 May 1760 the fleet left. It sought the port lost in 1702. On 9 June it arrived.",
        ["1760-05-02", "1702", "1760-06-09"],
    ),
    (
        "a later year is an aside",
        "On 9 May 1863 the town fell. In November 1868, men recalled it. On 15 May the war was over.",
        ["1863-05-09", "1868-11", "1863-05-15"],
    ),
    (
        "levels of an earlier year are an aside",
        "In October 1918 the army broke. Its rations were half of 1912 levels. In November it ended.",
        ["1918-10", "1912", "1918-11"],
    ),
    (
        "a year that leads",
        "On 5 May 1941 they met. In 1942, all was changed. In March they marched.",
        ["1941-05-05", "1942", "1942-03"],
    ),
    (
        "day alone",
        "They took one town on 9 December 1941, a second on the 11th, a third on the 15th.",
        ["1941-12-09", "1941-12-11", "1941-12-15"],
    ),
    (
        "day alone of the next month",
        "On 28 November 1941 they rested. On the 3rd they marched.",
        ["1941-11-28", "1941-12-03"],
    ),
    (
        "chain of days",
        "On 30 April 1945 he died. The next day they heard. Two days later it ended.",
        ["1945-04-30", "1945-05-01", "1945-05-03"],
    ),
    (
        "days from a month are not known",
        "The march began in October 1805; six days later others joined.",
        ["1805-10", "1805-XX-XX"],
    ),
    (
        "winter after an autumn",
        "In October 1941 it rained. Throughout the winter they starved.",
        ["1941-10", "1942-WI"],
    ),
    (
        "the winter that is running",
        "On 10 January 1757 he camped. Throughout the winter they starved.",
        ["1757-01-10", "1757-WI"],
    ),
    (
        "the text says what it says",
        "In November 1941 they stood fast. On December 5, 1942 they attacked. On December 6 they won.",
        ["1941-11", "1942-12-05", "1942-12-06"],
    ),
    (
        "two years earlier does not move the story",
        "On 27 June 1758 they met. All stood as it had two years earlier. In July they parted.",
        ["1758-06-27", "1756", "1758-07"],
    ),
]


STORIES += [
    (
        "heading with months begins with its first",
        "The peninsula, April to December 1915\n\nOn 24 March he was named. On 25 April they landed.",
        ["1915-04", "1915-12", "1915-03-24", "1915-04-25"],
    ),
    (
        "since lies behind the story and does not move it",
        "On 23 January 1913 they rose. Besieged since October, the town fell in April.",
        ["1913-01-23", "1912-10", "1913-04"],
    ),
    (
        "a higher day takes no month from a lower one",
        "On 20 September 1854 they won. They came on the 26th, and on the 17th of October they fired.",
        ["1854-09-20", "1854-09-26", "1854-10-17"],
    ),
    (
        "months of one list have one year",
        "In February 1917 they began; it was felt until 1918. It rose from February to July.",
        ["1917-02", "1918", "1917-02", "1917-07"],
    ),
    (
        "the end of a year leads on",
        "In December 1956 they came. They shifted at the end of 1958. The next year they left.",
        ["1956-12", "1958", "1959"],
    ),
    (
        "antiquity leaves the era out",
        "In 490 BC they came. In 480 the king crossed, and by 479 it was over. Ten years later they met.",
        ["BC0490", "BC0480", "BC0479", "BC0469"],
    ),
    (
        "a number is no year where none of antiquity is near",
        "In 1915 they came. In 480, they left.",
        ["1915"],
    ),
    (
        "day of the Republic in the story's year",
        "In 1799 he came back. On 18 Brumaire he struck.",
        ["1799", "1799-11-09"],
    ),
    ("D-Day of another war", "In 1950 they planned. On D-Day they landed.", ["1950", "XXXX-XX-XX"]),
    (
        "days in words",
        "On 10 May 1862 they met. On the fourteenth, they left.",
        ["1862-05-10", "1862-05-14"],
    ),
    (
        "this month and the last, as letters say it",
        "On 10 May 1862 he wrote. On the 12th inst. they met, and on the 3d ult. they had left.",
        ["1862-05-10", "1862-05-12", "1862-04-03"],
    ),
    (
        "a bare day before the first of the next month",
        "On 18 August 1870 they met; he left in September. He came on the 30th. On 1 September they fought.",
        ["1870-08-18", "1870-09", "1870-08-30", "1870-09-01"],
    ),
    (
        "the last day of the month",
        "On 13 February 1900 they came. On the last day of the month they left.",
        ["1900-02-13", "1900-02-28"],
    ),
    (
        "entries of a diary leave the month out",
        "June 7th. Sailed.\n\nJune 10th, 1944. Attacked.\n\nJune 12th. Rain. 14th. Left, Dorn wounded 15th.",
        ["1944-06-07", "1944-06-10", "1944-06-12", "1944-06-14", "1944-06-15"],
    ),
    (
        "what is no diary has no entries",
        "On 7 June 1944 they came. 1st, they were few; 2nd, they were tired. 3rd. Rain.",
        ["1944-06-07"],
    ),
    (
        "night across two days",
        "In May 1915 they came. On the night of the 18th/19th they attacked.",
        ["1915-05", "1915-05-18TNI", "1915-05-19"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [s[1:] for s in STORIES], ids=[s[0] for s in STORIES])
def test_story_supplies_what_is_left_out(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_short_line_of_wrapped_text_is_no_heading() -> None:
    text = "They came to the river\nin December 1941 and crossed\nit. On 7 January they\nwere home.\n"
    assert values(text) == ["1941-12", "1942-01-07"]


def test_line_that_ends_with_a_stop_is_no_heading() -> None:
    text = "On 20 December 1941 they crossed.\n\nThe losses of 1939.\n\nOn 7 January they were home."
    assert values(text) == ["1941-12-20", "1939", "1942-01-07"]


def test_heading_over_a_long_line_needs_no_blank_line() -> None:
    long_line = "On 16 August they lost the field" + ", and with it their guns" * 5 + "."
    text = f"In May 1775 they met.\n\nThe south, 1780\n{long_line}\n"
    assert values(text) == ["1775-05", "1780", "1780-08-16"]


def test_text_without_a_year_leaves_the_year_open() -> None:
    text = "On 20 November they met. Two days later they left. That winter was hard. In May it ended."
    assert values(text) == ["XXXX-11-20", "XXXX-XX-XX", "XXXX-WI", "XXXX-05"]


def test_configured_year_begins_the_story_and_is_no_anchor() -> None:
    text = "On 20 November they met. Two days later they left. On 7 January it ended."
    found = tag(text, 1941)
    assert [t.value for t in found] == ["1941-11-20", "1941-11-22", "1942-01-07"]
    assert found[0].anchor is None
    assert anchor(text, found[1]) == "20 November"


def test_year_that_comes_later_serves_what_stands_before_it() -> None:
    text = "On 20 November they met. It was 5 December 1941 when they left."
    found = tag(text)
    assert [t.value for t in found] == ["1941-11-20", "1941-12-05"]
    assert anchor(text, found[0]) == "5 December 1941"


def test_anchor_is_the_expression_that_stated_the_year() -> None:
    text = "On 9 August 1914 he wrote. On 12 August he left, and again on 3 September."
    assert [anchor(text, t) for t in tag(text)] == ["", "9 August 1914", "9 August 1914"]


def test_anchor_of_a_relative_date_is_the_date_it_is_reckoned_from() -> None:
    text = "On 9 August 1914 he wrote. On 12 August he left. Two days later he died."
    assert anchor(text, tag(text)[2]) == "12 August"


def test_anchor_of_a_list_member_is_the_end_of_the_list() -> None:
    text = "They met on 3 and 4 May 1940."
    assert anchor(text, tag(text)[0]) == "May 1940"


def test_full_date_has_no_anchor() -> None:
    assert [t.anchor for t in tag("In 1914, on 9 August 1914 and in May 1915.")] == [None, None, None]


def test_winter_across_the_year_says_its_days() -> None:
    explicit = tag("In the winter of 1941-42 they froze.")[0]
    assert (explicit.value, explicit.begin, explicit.until) == ("1941-WI", "1941-12-01", "1942-02-28")
    implied = tag("In October 1943 it rained. That winter they froze.")[1]
    assert (implied.value, implied.begin, implied.until) == ("1944-WI", "1943-12-01", "1944-02-29")


@pytest.mark.parametrize(
    ("words", "value", "begin", "until"),
    [
        ("the last week of July 1914", "P1W", "1914-07-25", "1914-07-31"),
        ("the first week of May 1940", "P1W", "1940-05-01", "1940-05-07"),
        ("the last ten days of February 1944", "P10D", "1944-02-20", "1944-02-29"),
        ("the third week of September 1914", "P1W", "1914-09-15", "1914-09-21"),
    ],
)
def test_week_of_a_month_is_a_duration_with_days(words: str, value: str, begin: str, until: str) -> None:
    found = tag(f"During {words} they fought.")
    assert [(t.label, t.value, t.begin, t.until) for t in found] == [("DURATION", value, begin, until)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("25 October (7 November) 1917", "1917-11-07"),
        ("25 October/7 November 1917", "1917-11-07"),
        ("27 June 1709 (O.S.)", "1709-07-08"),
        ("27 June (O.S.) 1709", "1709-07-08"),
        ("27 June O.S. 1709", "1709-07-08"),
    ],
)
def test_day_of_the_julian_calendar_has_its_gregorian_day(words: str, day: str) -> None:
    found = tag(f"On {words} they fought.")[0]
    assert (found.begin, found.until) == (day, day)


@pytest.mark.parametrize(
    "words", ["7 November (25 October) 1917", "8 July 1709 (N.S.)", "30 April/1 May 1945"]
)
def test_day_of_the_gregorian_calendar_stays_as_it_is(words: str) -> None:
    found = tag(f"On {words} they fought.")[0]
    assert (found.begin, found.until) == ("", "")


def test_two_thirds_of_a_month_say_their_days() -> None:
    found = tag("In mid-to-late June 1942 they rested.")[0]
    assert (found.value, found.begin, found.until) == ("1942-06", "1942-06-11", "1942-06-30")


def test_year_of_the_republic_says_its_days() -> None:
    found = tag("The constitution of the Year III was new.")[0]
    assert (found.begin, found.until) == ("1794-09-22", "1795-09-22")


@pytest.mark.parametrize(
    ("words", "away"),
    [
        ("Three weeks after the landing", "P3W"),
        ("Two days before the battle", "-P2D"),
        ("Six months into the war", "P6M"),
        ("On the third day of the siege", "P2D"),
        ("A few days after the landing", ""),
    ],
)
def test_distance_from_an_event_is_kept(words: str, away: str) -> None:
    assert [t.away for t in tag(f"{words} they left.")] == [away]


@pytest.mark.parametrize(
    "text",
    [
        "In 1914-1500 men",
        "13-14 divisions",
        "On August 13, 14 men fell.",
        "On July 3, the 2nd Division came.",
    ],
)
def test_number_after_a_date_is_not_its_continuation(text: str) -> None:
    assert all("-" not in t.value or t.value.endswith(("-13", "-03")) for t in tag(text, 1914))


def test_expressions_come_in_order_and_do_not_overlap() -> None:
    text = (
        "Early on the morning of 3 May 1943, at dawn, two days after the end of April, they met in 1943-44."
    )
    found = tag(text)
    assert len(found) > 3
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No time here.", "'", "1", "the", "'99", "May", "in May"])
def test_short_texts_do_not_fail(text: str) -> None:
    assert all(0 <= t.start < t.end <= len(text) for t in tag(text))


def test_line_break_inside_an_expression_is_allowed() -> None:
    assert values("on 9\nAugust 1914 he") == ["1914-08-09"]


def test_blank_line_inside_an_expression_is_not() -> None:
    assert "1914-08-09" not in values("chapter 9\n\nAugust 1914")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 1921 they met. In May 1922 he left. In August they met again.", "1922-08"),
        ("On 2 September 1921 they met. In May 1922 he left. By August they met again.", "1922-08"),
        # the year that went before is picked up again where it is much nearer
        ("On 2 September 1921 they met. He died in March 1922. On 4 September they met again.", "1921-09-04"),
    ],
)
def test_a_story_that_has_gone_on_to_a_year_stays_there(text: str, expected: str) -> None:
    assert values(text)[-1] == expected
