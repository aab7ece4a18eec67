"""Statements about entities, from those about mentions: what is said twice is one, with both passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from orbat.model import OPPOSITION, Document, Entity, Evidence, Fact, ResolvedFact, TimeSpan
from orbat.resolve.cluster import blocks
from orbat.resolve.ids import local_id
from orbat.resolve.names import fold, slug
from orbat.rules import load
from orbat.rules.schema import Term

_STATIVE = frozenset({"Command", "Affiliation", "Subordination"})
_FIGURE = frozenset({"Loss", "Strength"})
_SELF = (
    ("Command", "commander", "unit"),
    ("Affiliation", "member", "side"),
    ("Subordination", "unit", "superior"),
)
_TELLING = (
    "event", "order", "commander", "member", "person", "unit", "superior", "side", "sufferedBy", "force",
    "place", "destination", "agent", "opponent", "participant", "of", "position", "issuedBy", "addressedTo",
    "origin",
)  # fmt: skip
_WORDS = 2  # roles that an identifier spells out


@dataclass(slots=True)
class _Terms:
    """The entities that facts add: what is counted, posts, orders without a name."""

    equipment: Mapping[str, str]
    found: dict[str, Entity] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)

    def counted(self, text: str) -> str:
        """The id of the counted thing that `text` names."""
        folded = fold(text)
        if folded in self.equipment:
            return self.equipment[folded]
        term = _counted().get(folded)
        return self._add("countable", term.kind if term else "Countable", term.name if term else text, text)

    def post(self, text: str) -> str:
        """The id of the post that `text` names."""
        return self._add("position", "Position", text, text)

    def order(self, label: str, key: object) -> str:
        """The id of an order that is only described."""
        id_ = local_id("order", label, key)
        self.found[id_] = Entity(id_, "Order", label)
        return id_

    def _add(self, room: str, kind: str, name: str, text: str) -> str:
        id_ = local_id(room, name, [fold(name)])
        self.found.setdefault(id_, Entity(id_, kind, name))
        self.words.setdefault(id_, set()).add(text)
        return id_

    def entities(self) -> list[Entity]:
        """All of them, with the words that the texts use."""
        return [self._spelled(e) for e in self.found.values()]

    def _spelled(self, entity: Entity) -> Entity:
        words = self.words.get(entity.id, set()) | {entity.label}
        label = entity.label if entity.kind not in {"Position", "Countable"} else min(words)
        return replace(entity, label=label, names=tuple(sorted(words - {label})))


@cache
def _counted() -> dict[str, Term]:
    return {fold(form): term for term in load("counted", Term) for form in (*term.forms, term.name)}


def resolved_facts(
    documents: Sequence[Document], links: Mapping[str, tuple[str, ...]], entities: Mapping[str, Entity]
) -> tuple[list[ResolvedFact], list[Entity]]:
    """The statements of `documents` about entities, and the entities that they add.

    `links` gives the entity of each mention, `entities` the entities by id. A statement that says something
    of a thing and itself (an army part of itself, once its two names are one) is left out.
    """
    terms = _Terms(
        {fold(n): e.id for e in entities.values() if e.id.startswith("equipment/") for n in _names(e)}
    )
    facts = [
        resolved
        for document in documents
        for fact in document.facts
        if fact.kind != OPPOSITION
        if (resolved := _resolve(fact, links[document.source.id], terms, entities))
    ]
    return merged(facts), terms.entities()


def merged(facts: Iterable[ResolvedFact]) -> list[ResolvedFact]:
    """`facts` by id, those that say the same as one with all their passages."""
    once = [_merge(block) for _, block in blocks(facts, lambda fact: fact.id)]
    return sorted(once, key=lambda fact: fact.id)


def _names(entity: Entity) -> tuple[str, ...]:
    return entity.label, *entity.names


def _resolve(
    fact: Fact, links: Sequence[str], terms: _Terms, entities: Mapping[str, Entity]
) -> ResolvedFact | None:
    roles = {(a.role, links[a.mention]) for a in fact.arguments if links[a.mention]}
    values = dict(fact.values)
    if text := values.pop("of", ""):
        roles.add(("of", terms.counted(text)))
    if text := values.pop("position", ""):
        roles.add(("position", terms.post(text)))
    if _about_itself(fact.kind, roles):
        return None
    if fact.kind == "OrderIssued" and not any(role == "order" for role, _ in roles):
        roles.add(("order", _described_order(fact, roles, terms, entities)))
    ordered = tuple(sorted(roles))
    left = tuple(sorted(values.items()))
    key = [fact.kind, ordered, _when(fact.time), str(fact.modality), left, *_undated(fact)]
    return ResolvedFact(
        id=local_id("event", _words(fact, ordered), key),
        kind=fact.kind,
        roles=ordered,
        evidence=(fact.evidence,),
        rule=fact.rule,
        time=fact.time,
        modality=fact.modality,
        values=left,
        confidence=fact.confidence,
    )


def affiliation(
    member: str, side: str, evidence: Iterable[Evidence], rule: str, confidence: float
) -> ResolvedFact:
    """The statement that the entity `member` is on `side`, as resolution itself concludes it."""
    return _concluded("Affiliation", (("member", member), ("side", side)), evidence, rule, confidence)


def command(
    person: str, unit: str, evidence: Iterable[Evidence], rule: str, confidence: float, time: TimeSpan
) -> ResolvedFact:
    """The statement that `person` commanded `unit` at `time`, as resolution itself concludes it."""
    return _concluded("Command", (("commander", person), ("unit", unit)), evidence, rule, confidence, time)


def _concluded(
    kind: str,
    roles: tuple[tuple[str, str], ...],
    evidence: Iterable[Evidence],
    rule: str,
    confidence: float,
    time: TimeSpan | None = None,
) -> ResolvedFact:
    draft = ResolvedFact("", kind, roles, in_order(evidence), rule, time, confidence=confidence)
    key = [kind, roles, _when(time), str(draft.modality), ()]
    return replace(draft, id=local_id("event", _slugged(kind, roles, time), key))


def in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Passages in the order in which a statement keeps them: by source and place."""
    return tuple(sorted(evidence, key=lambda e: (e.source, e.start, e.end, e.quote)))


def _about_itself(kind: str, roles: set[tuple[str, str]]) -> bool:
    return any(
        kind == of and {i for r, i in roles if r == one} & {i for r, i in roles if r == two}
        for of, one, two in _SELF
    )


def _described_order(
    fact: Fact, roles: set[tuple[str, str]], terms: _Terms, entities: Mapping[str, Entity]
) -> str:
    issuers = sorted(entities[i].label for role, i in roles if role == "issuedBy" and i in entities)
    label = f"order of {' and '.join(issuers)}" if issuers else "order"
    if fact.time:
        label += (
            f", {fact.time.earliest}"
            if fact.time.earliest == fact.time.latest
            else f", {fact.time.as_stated}"
        )
    return terms.order(
        label, [sorted(roles), _when(fact.time), dict(fact.values).get("content", ""), *_undated(fact)]
    )


def _when(time: TimeSpan | None) -> list[str]:
    return [time.earliest, time.latest] if time else []


def _undated(fact: Fact) -> list[str | int]:
    """What keeps apart two events of one kind that no date tells apart: where they are told.

    States and their repetition are one; a figure without a date is one within its document.
    """
    if fact.time or fact.kind in _STATIVE:
        return []
    if fact.kind in _FIGURE:
        return [fact.evidence.source]
    return [fact.evidence.source, fact.evidence.start]


def _words(fact: Fact, roles: Iterable[tuple[str, str]]) -> str:
    return _slugged(fact.kind, roles, fact.time)


def _slugged(kind: str, roles: Iterable[tuple[str, str]], time: TimeSpan | None) -> str:
    """The readable part of a statement's identifier: its kind, who or what it is about, its day."""
    by_role: dict[str, str] = {}
    for role, id_ in roles:
        by_role.setdefault(role, id_.partition("/")[2].rpartition("-")[0])
    about = [by_role[role] for role in _TELLING if role in by_role][:_WORDS]
    return slug(" ".join([kind, *about, time.earliest if time else ""]))


def _merge(facts: list[ResolvedFact]) -> ResolvedFact:
    """One statement of several that say the same: all passages, the most certain one's rule and time."""
    evidence: set[Evidence] = {passage for fact in facts for passage in fact.evidence}
    first = min(facts, key=lambda f: (-f.confidence, f.evidence[0].source, f.evidence[0].start, f.rule))
    return replace(first, evidence=in_order(evidence))
