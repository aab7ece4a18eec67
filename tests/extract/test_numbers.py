"""Losses and strengths from invented sentences."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.rules import load
from orbat.rules.schema import Term

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
        "General Dorn predicted 5,000 casualties.",
        "The Germans lost a third of their men.",
        "The Germans would have lost 300 men.",
    ],
)
def test_what_is_no_loss_of_anybody(found: Any, text: str) -> None:
    assert found(text, "Loss") == []


@pytest.mark.parametrize(
    ("text", "force", "count"),
    [
        ("General Selmon divided his 30,000 soldiers.", "Selmon", "30000"),
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
        ("There 18 Germans were killed, as well as 70 of Dorn's men.", {("Germans", "18"), ("Dorn", "70")}),
        ("General Dorn surrendered with about 2,200 men.", {("Dorn", "2200")}),
        ("General Dorn marched with 2,200 men.", set()),
    ],
)
def test_each_party_bears_its_own_loss(found: Any, text: str, rows: set[tuple[str, str]]) -> None:
    assert {(r["sufferedBy"][0], r["count"]) for r in found(text, "Loss")} == rows


LOSSES = [
    (
        "Union casualties were 1,234; Confederate losses numbered 890.",
        {("Union", "1234"), ("Confederate", "890")},
    ),
    (
        "Union casualties were 1,234 and Confederate casualties 890.",
        {("Union", "1234"), ("Confederate", "890")},
    ),
    ("The French lost 3,000 men to the Austrians' 5,000.", {("French", "3000"), ("Austrians", "5000")}),
    (
        "Casualties were 300 for the Germans and 500 for the Soviets.",
        {("Germans", "300"), ("Soviets", "500")},
    ),
    ("German casualties: 300 killed, 900 wounded.", {("German", "300"), ("German", "900")}),
    ("The Germans lost 3,000 men, of whom 400 were killed.", {("Germans", "3000"), ("Germans", "400")}),
    ("The Germans killed 300 and captured 1,200 Soviets.", {("Soviets", "300"), ("Soviets", "1200")}),
    (
        "German losses are put at 6,000, those of the Soviets at 2,700.",
        {("German", "6000"), ("Soviets", "2700")},
    ),
    ("British dead came to seventeen.", {("British", "17")}),
    (
        "The German air force lost 39 aircraft in the air and 113 on the ground.",
        {("German air force", "39"), ("German air force", "113")},
    ),
    (
        "The Germans suffered 1,083 casualties and the Soviets 8,000 casualties.",
        {("Germans", "1083"), ("Soviets", "8000")},
    ),
    (
        "The battle resulted in 3,000 German and 5,000 Soviet casualties.",
        {("German", "3000"), ("Soviet", "5000")},
    ),
    (
        "Some 250 German tanks were left burning in exchange for fewer than 25 British.",
        {("German", "250"), ("British", "25")},
    ),
    ("General Dorn surrendered his 400 men to General Reno.", {("Dorn", "400")}),
    ("Some 300 Germans fell into Soviet hands.", {("Germans", "300")}),
    ("The Germans abandoned 40 guns.", {("Germans", "40")}),
    ("The German attack cost 2,000 men.", {("German", "2000")}),
    ("The Germans took the hill at the price of 75 killed.", {("Germans", "75")}),
    ("The Soviets inflicted a loss of 3,000 men on the Germans.", {("Germans", "3000")}),
    ("The total German loss was 12,000 men.", {("German", "12000")}),
    ("The 25th Brigade was beaten, 86 of its 96 tanks being destroyed.", {("25th Brigade", "86")}),
    ("The Germans had 2,000 men killed.", {("Germans", "2000")}),
    (
        "Major Reno talked General Dorn into surrendering the town together with 900 prisoners.",
        {("Dorn", "900")},
    ),
]


@pytest.mark.parametrize(("text", "rows"), LOSSES)
def test_loss_is_given_to_who_bears_it(found: Any, text: str, rows: set[tuple[str, str]]) -> None:
    assert {(r["sufferedBy"][0], r["count"]) for r in found(text, "Loss")} == rows


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Germans lost 300 men killed.", "killed"),
        ("The Germans lost 60 aircraft shot down.", "shotDown"),
        ("More than 2,000 Germans were killed or captured.", "casualties"),
        ("The Germans lost 300 killed and wounded.", "casualties"),
        ("Over 700 German civilians died.", "killed"),
        ("The Germans surrendered 40 guns.", "captured"),
        ("The attack cost 2,000 German lives.", "killed"),
    ],
)
def test_kind_of_loss_is_the_one_said(found: Any, text: str, kind: str) -> None:
    assert [row["lossKind"] for row in found(text, "Loss")] == [kind]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The Germans lost several thousand men.", "2000", "10000"),
        ("The Germans lost hundreds of men.", "200", None),
        ("The Germans lost tens of thousands of men.", "20000", None),
    ],
)
def test_vague_number_gives_bounds_and_no_count(found: Any, text: str, low: str, high: str | None) -> None:
    (row,) = found(text, "Loss")
    assert (row.get("count"), row["minimum"], row.get("maximum")) == (None, low, high)


@pytest.mark.parametrize(
    "text",
    [
        "The war cost almost 100 dead Germans for every dead Soviet.",
        "Up to a million Germans were suffering from the flu.",
        "Tens of thousands of Germans burned a flag.",
        "The Germans killed 300 more men than the Soviets.",
        "Lieutenant Mills and his 22 men had shot down a helicopter.",
        "The Germans had 300 passengers killed.",
    ],
)
def test_ratio_illness_and_deed_are_no_loss(found: Any, text: str) -> None:
    assert found(text, "Loss") == []


STRENGTHS = [
    ("The German army was 200,000 strong.", {("German army", "200000", "men")}),
    ("A 5,000-strong German force attacked Kiev.", {("German force", "5000", "men")}),
    ("General Dorn, at the head of 300 men, entered Kiev.", {("Dorn", "300", "men")}),
    ("The strength of the British was about 20,000.", {("British", "20000", "men")}),
    (
        "The British had 20,000 men against 40,000 Russians.",
        {("British", "20000", "men"), ("Russians", "40000", "men")},
    ),
    (
        "Against the 20,000 British stood 40,000 Russians.",
        {("British", "20000", "men"), ("Russians", "40000", "men")},
    ),
    (
        "General Dorn had 55,000 men; General Reno had 90,000.",
        {("Dorn", "55000", "men"), ("Reno", "90000", "men")},
    ),
    (
        "The British had 12 battleships, the Germans eight.",
        {("British", "12", "battleships"), ("Germans", "8", "battleships")},
    ),
    ("General Dorn lost 56 of his 97 tanks.", {("Dorn", "97", "tanks")}),
    ("General Dorn sent a force of 800 men under the command of Colonel Reno.", {("Reno", "800", "men")}),
    (
        "General Dorn had 27 ships, eighteen of them French and nine Spanish.",
        {("Dorn", "27", "ships"), ("French", "18", "ships"), ("Spanish", "9", "ships")},
    ),
    ("Southern Command held Sinai with one regular division.", {("Southern Command", "1", "division")}),
    ("General Howe's opponents, the Germans, numbered barely 1,500.", {("Germans", "1500", "men")}),
]


@pytest.mark.parametrize(("text", "rows"), STRENGTHS)
def test_strength_is_given_to_who_has_it(found: Any, text: str, rows: set[tuple[str, str, str]]) -> None:
    assert {(r["force"][0], r["count"], r["of"]) for r in found(text, "Strength")} == rows


def test_strength_is_dated_by_its_clause(found: Any) -> None:
    (row,) = found("On 5 May 1942 General Howe landed about 12,000 men.", "Strength")
    assert (row["from"], row["to"]) == ("1942-05-05", "1942-05-05")


@pytest.mark.parametrize(
    "text",
    [
        "The Germans promised to send 20,000 men.",
        "The Germans divided their army into three columns.",
        "The German brigade attacked the 300 guns.",
        "The report told of the sale of 24 German helicopters.",
        "Prosecutors charged eight German soldiers with murder.",
        "Thousands of Germans gathered to pray.",
        "The VI Corps drove the Germans out and took fourteen guns.",
        "The 5th Army and the 6th Army came; in all some 75,000 men.",
    ],
)
def test_plan_part_and_crowd_are_no_strength(found: Any, text: str) -> None:
    assert found(text, "Strength") == []


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("loss_words", Term)])
def test_word_of_loss_or_strength_decides_its_example(found: Any, term: Term) -> None:
    assert all(found(text, term.kind) for text in term.yes)
    assert not any(found(text, term.kind) for text in term.no)
