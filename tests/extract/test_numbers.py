"""Losses and strengths from invented sentences."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "side", "count", "kind"),
    [
        ("The German army lost more than 1,300 tanks.", "German army", "1300", "destroyed"),
        ("The German army suffered 5,000 casualties.", "German army", "5000", "casualties"),
        ("The Soviets destroyed 18 German tanks.", "German", "18", "destroyed"),
        ("The Soviets shot down 30 German aircraft.", "German aircraft", "30", "shotDown"),
    ],
)
def test_loss_is_read(found: Any, text: str, side: str, count: str, kind: str) -> None:
    (row,) = found(text, "Loss")
    assert (row["sufferedBy"], row["count"], row["lossKind"]) == ([side], count, kind)


def test_list_of_losses_has_one_sufferer(found: Any) -> None:
    rows = found("The German army lost 800 tanks, 300 guns and 1,500 aircraft.", "Loss")
    assert [(r["count"], r["of"]) for r in rows] == [("1500", "aircraft"), ("300", "guns"), ("800", "tanks")]
    assert {tuple(r["sufferedBy"]) for r in rows} == {("German army",)}


@pytest.mark.parametrize(
    ("text", "force", "count"),
    [
        ("General Howe had 4,000 men.", "Howe", "4000"),
        ("General Howe with about 4,000 men marched north.", "Howe", "4000"),
        ("The Soviet army was reinforced by 300 tanks.", "Soviet army", "300"),
    ],
)
def test_strength_is_read(found: Any, text: str, force: str, count: str) -> None:
    (row,) = found(text, "Strength")
    assert (row["force"], row["count"]) == ([force], count)


@pytest.mark.parametrize(
    "text",
    [
        "The army marched 300 miles.",
        "General Howe met 300 men on the road.",
        "The German army did not lose 300 tanks.",
        "The army lost its way.",
    ],
)
def test_other_numbers_are_no_loss(found: Any, text: str) -> None:
    assert found(text, "Loss") == []


@pytest.mark.parametrize(
    ("text", "side", "counts"),
    [
        ("The battle cost the German army 300 men.", "German army", ["300"]),
        ("The Germans took the town at a cost of 300 men.", "Germans", ["300"]),
        ("German casualties numbered 1,300.", "German", ["1300"]),
        ("The Germans suffered casualties of about 1,200.", "Germans", ["1200"]),
        ("The Germans had 300 killed and 1,200 wounded.", "Germans", ["1200", "300"]),
        ("300 Germans were killed and another 200 were wounded.", "Germans", ["200", "300"]),
        ("The army reported the deaths of 139 German soldiers.", "German soldiers", ["139"]),
        ("The battle ended with 95 German soldiers killed.", "German soldiers", ["95"]),
        ("The Soviets took 300 Germans prisoner.", "Germans", ["300"]),
        ("General Grant's losses amounted to 1,700 men.", "Grant", ["1700"]),
    ],
)
def test_forms_of_loss(found: Any, text: str, side: str, counts: list[str]) -> None:
    rows = found(text, "Loss")
    assert [row["count"] for row in rows] == counts
    assert {tuple(row["sufferedBy"]) for row in rows} == {(side,)}


def test_captor_of_a_two_sided_war_takes_from_the_other_side(found: Any) -> None:
    text = "The Germans met the Soviets. The Germans attacked the Soviets. The Germans captured 300 men."
    (row,) = found(text, "Loss")
    assert (row["sufferedBy"], row["inflictedBy"]) == (["Soviets"], ["Germans"])


@pytest.mark.parametrize(
    "text",
    [
        "General Clinton took 2,000 men to Selm.",
        "The Germans took 2,000 prisoners.",
        "General Dorn counted 5,000 casualties.",
        "The Germans lost several thousand men.",
        "The Germans would have lost 300 men.",
    ],
)
def test_what_is_no_loss_of_anybody(found: Any, text: str) -> None:
    assert found(text, "Loss") == []


@pytest.mark.parametrize(
    ("text", "force", "count"),
    [
        ("General Washington divided his 20,000 soldiers.", "Washington", "20000"),
        ("General Howe's army grew to 60,000 men.", "Howe's army", "60000"),
        ("A 3,000-man force under General Grant marched north.", "Grant", "3000"),
        ("The Prussians, numbering 50,000, marched north.", "Prussians", "50000"),
        ("In all Army Group Centre numbered about 1,900,000 men.", "Army Group Centre", "1900000"),
        ("General Clinton took 2,000 men to Selm.", "Clinton", "2000"),
        ("The submarine sank a British ship with 128 Americans aboard.", "Americans", "128"),
    ],
)
def test_forms_of_strength(found: Any, text: str, force: str, count: str) -> None:
    (row,) = found(text, "Strength")
    assert (row["force"], row["count"]) == ([force], count)


@pytest.mark.parametrize(
    "text",
    [
        "General Howe had 300 civilians.",
        "Two million Germans were resettled.",
        "The two-man crew of a German tank died.",
        "The Germans had 300 prisoners.",
    ],
)
def test_what_is_no_strength(found: Any, text: str) -> None:
    assert found(text, "Strength") == []


def test_strength_of_a_list_has_one_force(found: Any) -> None:
    rows = found("General Soult, who had 25,000 men and 40 guns, marched north.", "Strength")
    assert [(row["force"], row["of"]) for row in rows] == [(["Soult"], "men"), (["Soult"], "guns")]


@pytest.mark.parametrize(
    ("text", "side", "count", "of"),
    [
        ("The Germans had three infantry armies.", "Germans", "3", "armies"),
        ("The French had 13 regular army divisions.", "French", "13", "divisions"),
        ("The Germans had half a million men.", "Germans", "500000", "men"),
        ("The 4th Army counted 44,700 men.", "4th Army", "44700", "men"),
        (
            "The Germans used the 9th Brigade, a group of 1,000 volunteers.",
            "9th Brigade",
            "1000",
            "volunteers",
        ),
    ],
)
def test_strength_names_the_whole_of_what_is_counted(
    found: Any, text: str, side: str, count: str, of: str
) -> None:
    (row,) = found(text, "Strength")
    assert (row["force"], row["count"], row["of"].split()[-1]) == ([side], count, of)


def test_scale_of_a_range_holds_for_both_ends(found: Any) -> None:
    (row,) = found("The Germans had 1.1 to 1.2 million men.", "Strength")
    assert (row["minimum"], row["maximum"]) == ("1100000", "1200000")


@pytest.mark.parametrize(
    "text",
    [
        "The German government requested that the 4th Army send 20 tanks.",
        "The German brigades had five men in each.",
        "The killing of 123 people, including 71 Frenchmen, was reported.",
        "The German army was evacuated with 500 refugees and 300 soldiers.",
        "The 4th Army under General Dorn took two flags and 200 prisoners.",
        "Two of General Dorn's guards killed General Howe.",
    ],
)
def test_number_that_nobody_is_said_to_have_is_no_strength(found: Any, text: str) -> None:
    assert found(text, "Strength") == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "The Germans lost about 17,000 men at Kiev and the Soviets about 7,000.",
            {("Germans", "17000"), ("Soviets", "7000")},
        ),
        ("The Germans lost 300 men and the Soviets took Kiev.", {("Germans", "300")}),
        (
            "The report says that 6,400 Germans and 192 Soviets fell.",
            {("Germans", "6400"), ("Soviets", "192")},
        ),
        ("There 18 Germans were killed as well as 90 of Dorn's men.", {("Germans", "18"), ("Dorn", "90")}),
        ("General Dorn surrendered with about 2,200 men.", {("Dorn", "2200")}),
        ("General Dorn marched with 2,200 men.", set()),
    ],
)
def test_each_party_bears_its_own_loss(found: Any, text: str, rows: set[tuple[str, str]]) -> None:
    assert {(r["sufferedBy"][0], r["count"]) for r in found(text, "Loss")} == rows
