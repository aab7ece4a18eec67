"""The authority data on leaders and formations: what they name is there, and said once."""

from __future__ import annotations

from collections import Counter

from orbat.resources import ontology_dir
from orbat.rules import load, read
from orbat.rules.commanders import NUMBER, Formations, Leaders, formations, leaders, words_of
from orbat.rules.schema import Side
from orbat.rules.wars import wars

LEADERS = read(ontology_dir() / "authority" / "commanders.jsonl", Leaders)
FORMATIONS = read(ontology_dir() / "authority" / "formations.jsonl", Formations)


def test_wars_and_sides_are_known() -> None:
    sides = {side.name for side in load("sides", Side)}
    known = {war.id for war in wars()}
    assert {rule.war for rule in LEADERS} <= known
    assert {rule.side for rule in (*LEADERS, *FORMATIONS)} <= sides


def test_every_line_has_a_source_and_names_nobody_twice() -> None:
    for rule in LEADERS:
        assert rule.source, rule.id
        assert not [form for form, times in Counter(_forms(rule.people)).items() if times > 1], rule.id
    for line in FORMATIONS:
        assert line.source, line.id
        assert line.first <= line.last, line.id
        assert not [form for form, times in Counter(_forms(line.formations)).items() if times > 1], line.id


def test_names_are_names() -> None:
    for rule in LEADERS:
        for form in _forms(rule.people):
            assert words_of(form), rule.id
            assert any(c.isupper() or not c.isascii() for c in form), (rule.id, form)


def test_leaders_are_found_by_surname() -> None:
    assert {leader.side for leader in leaders()["davout"] if leader.war == "napoleonic-wars"} == {"France"}
    assert any(leader.words == ("mao", "zedong") for leader in leaders()["mao"])


def test_formations_are_found_with_and_without_a_number() -> None:
    assert {rule.side for rule in formations()[words_of("Scots Guards")]} == {"United Kingdom"}
    assert any(words[0] == NUMBER for words in formations())


def _forms(names: tuple[str, ...]) -> list[str]:
    return [form for name in names for form in name.split("|")]
