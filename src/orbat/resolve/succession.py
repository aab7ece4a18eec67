"""Commands that follow from a change of command, and the day from which they hold.

*Model replaced Strauss on the 16th*: no formation is named, but another sentence tells what Strauss led.
*On 5 October Reinhardt was made commander of the 3rd Panzer Group*: from that day he commanded it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from orbat.model import Evidence, Modality, ResolvedFact
from orbat.resolve.facts import command, in_order

_SURE = 0.9  # who is appointed to a formation commands it, unless the order came to nothing
_NAMED_FOR = "command.named-for"
"""The rule of *Díaz's army*: a successor gets no army that is called after somebody else."""
_FOLLOWS = 0.8  # who replaces a commander takes over what he commanded


def succeeded(facts: Sequence[ResolvedFact]) -> list[ResolvedFact]:
    """`facts` with a dated command for each appointment whose formation is told, there or of the predecessor.

    A command of the same person over the same formation without a date gives its passages to the dated one,
    and is left out. Where a predecessor commanded several formations, or a sentence tells of several changes
    at once, nothing follows.
    """
    held, changes = _by_commander(facts), _by_passage(facts)
    found: dict[tuple[str, str], ResolvedFact] = {}
    for appointment in facts:
        if appointment.kind != "Appointment" or appointment.modality is not Modality.HAPPENED:
            continue
        person, unit = _one(appointment, "person"), _one(appointment, "unit")
        if not person or appointment.time is None:
            continue
        passages, sure, rule = set(appointment.evidence), _SURE, "command.appointed"
        if not unit:
            before = held.get(_predecessor(appointment, changes), ())
            units = {_one(each, "unit") for each in before}
            if len(units) != 1:
                continue
            unit, sure, rule = units.pop(), _FOLLOWS, "command.succeeded"
            passages |= {passage for each in before for passage in each.evidence}
        found.setdefault(
            (person, unit),
            command(person, unit, passages, rule, sure * appointment.confidence, appointment.time),
        )
    return [*(each for each in facts if _pair(each) not in found), *_with_passages(found, facts)]


def _with_passages(
    found: dict[tuple[str, str], ResolvedFact], facts: Iterable[ResolvedFact]
) -> Iterable[ResolvedFact]:
    """The commands that follow, each with the passages of those that it takes the place of."""
    told: dict[tuple[str, str], set[Evidence]] = defaultdict(set)
    sure: dict[tuple[str, str], float] = {}
    for each in facts:
        if (pair := _pair(each)) in found:
            told[pair] |= set(each.evidence)
            sure[pair] = max(sure.get(pair, 0.0), each.confidence)
    for pair, follows in found.items():
        confidence = max(follows.confidence, sure.get(pair, 0.0))
        passages = in_order(told[pair] | set(follows.evidence))
        yield replace(follows, evidence=passages, confidence=confidence)


def _pair(fact: ResolvedFact) -> tuple[str, str] | None:
    """Commander and formation of a command that no text dates."""
    if fact.kind != "Command" or fact.time is not None:
        return None
    return _one(fact, "commander"), _one(fact, "unit")


def _by_commander(facts: Iterable[ResolvedFact]) -> dict[str, list[ResolvedFact]]:
    held: dict[str, list[ResolvedFact]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "Command" and fact.rule != _NAMED_FOR:
            held[_one(fact, "commander")].append(fact)
    return held


def _by_passage(facts: Iterable[ResolvedFact]) -> dict[Evidence, list[ResolvedFact]]:
    """The changes of command that happened, by each passage that tells of them."""
    told: dict[Evidence, list[ResolvedFact]] = defaultdict(list)
    for fact in facts:
        if fact.kind in {"Appointment", "Dismissal"} and fact.modality is Modality.HAPPENED:
            for passage in fact.evidence:
                told[passage].append(fact)
    return told


def _predecessor(appointment: ResolvedFact, changes: Mapping[Evidence, list[ResolvedFact]]) -> str:
    """Who lost his post in the very words that gave it to another; nobody where they tell of more."""
    told = {each.id: each for passage in appointment.evidence for each in changes[passage]}
    gone = [each for each in told.values() if each.kind == "Dismissal"]
    return _one(gone[0], "person") if len(gone) == 1 and len(told) == 2 else ""


def _one(fact: ResolvedFact, role: str) -> str:
    """The only thing in a role; nothing where there are several."""
    found = [id_ for each, id_ in fact.roles if each == role]
    return found[0] if len(found) == 1 else ""
