"""Phrases and what they mean: TIMEX3 type, value and mod, with the exact characters."""

from __future__ import annotations

import pytest

from orbat.annotate.dates import tag

AFTER = "On 10 March 1942 the siege began. "
"""A sentence that sets the narrative's date."""

ABSOLUTE = [
    # words, type, value, mod
    ("22 June 1941", "DATE", "1941-06-22", ""),
    ("June 22, 1941", "DATE", "1941-06-22", ""),
    ("June 22nd, 1941", "DATE", "1941-06-22", ""),
    ("the 22nd of June 1941", "DATE", "1941-06-22", ""),
    ("22 June, 1941", "DATE", "1941-06-22", ""),
    ("June 22 of 1941", "DATE", "1941-06-22", ""),
    ("June 22d, 1861", "DATE", "1861-06-22", ""),
    ("22 JUNE 1941", "DATE", "1941-06-22", ""),
    ("Sept. 17, 1862", "DATE", "1862-09-17", ""),
    ("Sunday, 7 December 1941", "DATE", "1941-12-07", ""),
    ("1941-06-22", "DATE", "1941-06-22", ""),
    ("22.6.1941", "DATE", "1941-06-22", ""),
    ("22/06/1941", "DATE", "1941-06-22", ""),
    ("6/22/1941", "DATE", "1941-06-22", ""),
    ("the twenty-second of June 1941", "DATE", "1941-06-22", ""),
    ("May 1855", "DATE", "1855-05", ""),
    ("April, 1854", "DATE", "1854-04", ""),
    ("June of 1855", "DATE", "1855-06", ""),
    ("early May 1854", "DATE", "1854-05", "START"),
    ("mid-March 1855", "DATE", "1855-03", "MID"),
    ("late in July 1943", "DATE", "1943-07", "END"),
    ("the end of March 1856", "DATE", "1856-03", "END"),
    ("the beginning of October 1854", "DATE", "1854-10", "START"),
    ("the middle of 1855", "DATE", "1855", "MID"),
    ("the second half of July 1943", "DATE", "1943-07", "END"),
    ("the second half of 1855", "DATE", "1855-H2", ""),
    ("late 1855", "DATE", "1855", "END"),
    ("mid-1854", "DATE", "1854", "MID"),
    ("1854", "DATE", "1854", ""),
    ("the summer of 1855", "DATE", "1855-SU", ""),
    ("summer 1854", "DATE", "1854-SU", ""),
    ("the fall of 1862", "DATE", "1862-FA", ""),
    ("autumn of 1854", "DATE", "1854-FA", ""),
    ("early spring 1942", "DATE", "1942-SP", "START"),
    ("the winter of 1941", "DATE", "1941-WI", ""),
    ("the 1850s", "DATE", "185", ""),
    ("the late 1840s", "DATE", "184", "END"),
    ("the eighteenth century", "DATE", "17", ""),
    ("the early 14th century", "DATE", "13", "START"),
    ("490 BC", "DATE", "BC0490", ""),
    ("480 B.C.", "DATE", "BC0480", ""),
    ("the spring of 480 BC", "DATE", "BC0480-SP", ""),
    ("12 September 490 BC", "DATE", "BC0490-09-12", ""),
    ("the fifth century BC", "DATE", "BC04", ""),
    ("AD 70", "DATE", "0070", ""),
    ("the night of May 7, 1855", "TIME", "1855-05-07TNI", ""),
    ("the morning of 5 November 1854", "TIME", "1854-11-05TMO", ""),
    ("the early hours of 22 June 1941", "TIME", "1941-06-22TMO", ""),
    ("Christmas 1854", "DATE", "1854-12-25", ""),
    ("Christmas Eve 1944", "DATE", "1944-12-24", ""),
    ("New Year's Day, 1945", "DATE", "1945-01-01", ""),
    ("Easter 1916", "DATE", "1916-04-23", ""),
    ("D-Day", "DATE", "1944-06-06", ""),
    ("21 Oct. 1805", "DATE", "1805-10-21", ""),
    ("the eve of 3 May 1942", "DATE", "1942-05-02", ""),
    ("the first quarter of 1943", "DATE", "1943-Q1", ""),
    ("the turn of the twentieth century", "DATE", "1900", "APPROX"),
    ("the Ides of March, 44 BC", "DATE", "BC0044-03-15", ""),
    ("the Nones of April 1300", "DATE", "1300-04-05", ""),
    ("the 490s BC", "DATE", "BC049", ""),
    ("18 Brumaire Year VIII", "DATE", "1799-11-09", ""),
    ("9 Thermidor, Year II", "DATE", "1794-07-27", ""),
    ("Washington's Birthday, 1847", "DATE", "1847-02-22", ""),
    ("midsummer 1812", "DATE", "1812-SU", ""),
]

RELATIVE = [
    ("12 April", "DATE", "1942-04-12", ""),
    ("October", "DATE", "1942-10", ""),
    ("late August", "DATE", "1942-08", "END"),
    ("the next day", "DATE", "1942-03-11", ""),
    ("that day", "DATE", "1942-03-10", ""),
    ("the same day", "DATE", "1942-03-10", ""),
    ("the previous day", "DATE", "1942-03-09", ""),
    ("two days later", "DATE", "1942-03-12", ""),
    ("three days earlier", "DATE", "1942-03-07", ""),
    ("a day later", "DATE", "1942-03-11", ""),
    ("two weeks later", "DATE", "1942-W13", ""),
    ("a fortnight later", "DATE", "1942-W13", ""),
    ("a few weeks later", "DATE", "1942-WXX", ""),
    ("the following month", "DATE", "1942-04", ""),
    ("fifteen months later", "DATE", "1943-06", ""),
    ("the same year", "DATE", "1942", ""),
    ("a year earlier", "DATE", "1941", ""),
    ("five years previously", "DATE", "1937", ""),
    ("the end of the year", "DATE", "1942", "END"),
    ("the end of the month", "DATE", "1942-03", "END"),
    ("early next year", "DATE", "1943", "START"),
    ("July of that year", "DATE", "1942-07", ""),
    ("January of the following year", "DATE", "1943-01", ""),
    ("the previous April", "DATE", "1941-04", ""),
    ("the following January", "DATE", "1943-01", ""),
    ("that November", "DATE", "1942-11", ""),
    ("that summer", "DATE", "1942-SU", ""),
    ("last autumn", "DATE", "1941-FA", ""),
    ("the next spring", "DATE", "1943-SP", ""),
    ("the summer", "DATE", "1942-SU", ""),
    ("that night", "TIME", "1942-03-10TNI", ""),
    ("the following morning", "TIME", "1942-03-11TMO", ""),
    ("dawn", "TIME", "1942-03-10TMO", ""),
    ("5:30 a.m.", "TIME", "1942-03-10T05:30", ""),
    ("11 p.m.", "TIME", "1942-03-10T23:00", ""),
    ("12 a.m.", "TIME", "1942-03-10T00:00", ""),
    ("0430 hours", "TIME", "1942-03-10T04:30", ""),
    ("six o'clock in the evening", "TIME", "1942-03-10T18:00", ""),
    ("Christmas", "DATE", "1942-12-25", ""),
    ("the following Thursday", "DATE", "1942-03-12", ""),
    ("last Tuesday", "DATE", "1942-03-03", ""),
    ("Thursday", "DATE", "1942-03-12", ""),
    ("early to mid-July", "DATE", "1942-07", "MID"),
    ("the Ides of April", "DATE", "1942-04-13", ""),
]

OTHER = [
    ("three days", "DURATION", "P3D"),
    ("nearly four weeks", "DURATION", "P4W"),
    ("the next two weeks", "DURATION", "P2W"),
    ("the first ten months", "DURATION", "P10M"),
    ("seven hours", "DURATION", "PT7H"),
    ("several months", "DURATION", "PXM"),
    ("twenty-five years", "DURATION", "P25Y"),
    ("half an hour", "DURATION", "PT0.5H"),
    ("a fortnight", "DURATION", "P2W"),
    ("two decades", "DURATION", "P2DE"),
    ("every day", "SET", "P1D"),
    ("weekly", "SET", "P1W"),
    ("each year", "SET", "P1Y"),
    ("every Sunday", "SET", "XXXX-WXX-7"),
    ("each spring", "SET", "XXXX-SP"),
    ("Sundays", "SET", "XXXX-WXX-7"),
    ("twice a week", "SET", "P1W"),
    ("two and a half years", "DURATION", "P2.5Y"),
    ("an hour and a half", "DURATION", "PT1.5H"),
    ("now", "DATE", "PRESENT_REF"),
    ("recently", "DATE", "PAST_REF"),
]

NOTHING = [
    "the 16th Army",
    "the 9th",
    "The 9th attacked at once.",
    "on the 2nd Division's left",
    "on the 38th parallel",
    "on the 4th floor",
    "the Second Division",
    "No. 0428",
    "Order No. 1941",
    "Fort 12",
    "Hill 1944",
    "1,700 aircraft",
    "with 1500 men",
    "of 1200 prisoners",
    "300 men in 20 ships",
    "5.0 km",
    "at 3.5 km",
    "1914.5 tons",
    "he may go",
    "they march on Paris",
    "the March on Rome",
    "General March took over",
    "Peyton March wrote",
    "the May family",
    "May God help them",
    "in august company",
    "August Willich led them",
    "April Smith wrote",
    "the fall of Kalinin",
    "after the fall of the city",
    "They fall back.",
    "spring water",
    "They spring up.",
    "Sun Tzu",
    "Man Friday",
    "Black Friday",
    "second to none",
    "the second line",
    "Knight of the realm",
    "timetable",
    "minute detail",
    "Easter Island",
    "the Easter Rising",
    "$1500",
    "£1914",
    "20%",
    "a 76 mm gun",
    "the 88th",
    "Panzer III",
    "page 12 of 30",
    "the year-end",
    "the seasoned troops",
    "marching men",
    "summery weather",
    "daylily",
    "monday-morning quarterbacks",
    "12.5.44.3",
    "held by the 5th Wiltshires",
    "by the 2nd and 3rd Light Battalions",
    "the 1812 Overture",
    "from 15 to 22 men",
    "at the last minute",
    "They fought in 480 ships.",
    "Company D - 6 men",
    "11941-12-05",
]


CLOCKS = [
    ("at half past one", "half past one", "T01:30"),
    ("at a quarter to six", "a quarter to six", "T05:45"),
    ("by twenty past four", "twenty past four", "T04:20"),
    ("at 1430", "1430", "T14:30"),
    ("by 0530", "0530", "T05:30"),
    ("at half past one in the afternoon", "half past one in the afternoon", "T13:30"),
    ("until four in the morning", "four in the morning", "T04:00"),
    ("at eight that night", "eight that night", "T20:00"),
]


@pytest.mark.parametrize(("phrase", "words", "clock"), CLOCKS)
def test_time_of_day_is_of_the_day_before_it(phrase: str, words: str, clock: str) -> None:
    assert one(f"{AFTER}They met {phrase}, and left.", words) == ("TIME", f"1942-03-10{clock}", "")


@pytest.mark.parametrize(("words", "value"), [("D+6", "1944-06-12"), ("D plus two", "1944-06-08")])
def test_day_after_d_day_is_counted_from_it(words: str, value: str) -> None:
    assert one(f"In 1944 they held it by {words}, it was said.", words) == ("DATE", value, "")


def one(text: str, words: str) -> tuple[str, str, str]:
    """Type, value and mod of the expression that covers just `words`."""
    at = text.index(words)
    found = [t for t in tag(text) if (t.start, t.end) == (at, at + len(words))]
    assert found, [text[t.start : t.end] for t in tag(text)]
    return str(found[0].label), found[0].value, found[0].mod


@pytest.mark.parametrize(("words", "label", "value", "mod"), ABSOLUTE)
def test_full_expression_has_type_value_and_mod(words: str, label: str, value: str, mod: str) -> None:
    assert one(f"They met in {words}, and left.", words) == (label, value, mod)


@pytest.mark.parametrize(("words", "label", "value", "mod"), RELATIVE)
def test_relative_expression_is_reckoned_from_the_narrative(
    words: str, label: str, value: str, mod: str
) -> None:
    assert one(f"{AFTER}They met in {words}, and left.", words) == (label, value, mod)


@pytest.mark.parametrize(("words", "label", "value"), OTHER)
def test_duration_set_and_reference_are_no_points(words: str, label: str, value: str) -> None:
    assert one(f"They held it {words}, it was said.", words) == (label, value, "")


@pytest.mark.parametrize("text", NOTHING)
def test_text_that_names_no_time_gives_nothing(text: str) -> None:
    assert [text[t.start : t.end] for t in tag(text)] == []


@pytest.mark.parametrize("hedge", ["around", "about", "circa", "approximately"])
def test_hedge_before_a_date_makes_it_approximate(hedge: str) -> None:
    assert [(t.value, t.mod) for t in tag(f"It fell {hedge} 12 May 1940.")] == [("1940-05-12", "APPROX")]


def test_hedge_before_a_duration_does_not_make_it_approximate() -> None:
    assert [(t.value, t.mod) for t in tag("It took about three days.")] == [("P3D", "")]


@pytest.mark.parametrize("words", ["30 February 1941", "31 June 1941"])
def test_day_that_does_not_exist_falls_back_to_its_month(words: str) -> None:
    assert [t.value for t in tag(f"on {words} they")] == [f"1941-0{2 if 'Feb' in words else 6}"]


@pytest.mark.parametrize("words", ["05/06/1941", "5.0.1941", "99/99/1941"])
def test_numeric_date_that_can_be_read_two_ways_is_left_alone(words: str) -> None:
    assert [t.value for t in tag(f"on {words} they")] == []


def test_values_do_not_depend_on_what_was_tagged_before() -> None:
    text = f"{AFTER}Two days later they met."
    alone = tag(text)
    tag("In 1812 and on the next day, that winter.", 1700)
    assert tag(text) == alone
