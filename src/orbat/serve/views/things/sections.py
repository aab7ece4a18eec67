"""Which statements stand in which section of a page: one plan for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from orbat.serve.statements.kinds import lowest
from orbat.store.kinds import date_key, superclasses

_ORBAT = "https://w3id.org/orbat/ontology#"


@dataclass(frozen=True, slots=True)
class Plan:
    """A section: its name, the classes of its statements (`kinds`) and the roles that the thing has in them.

    No `roles` means any. `style` is how it is drawn: `ledger`, `figures`, or `aside` in the box at the top.
    """

    id: str
    kinds: frozenset[str]
    roles: frozenset[str] = frozenset()
    style: str = "ledger"


@dataclass(frozen=True, slots=True)
class Light:
    """A statement before it is loaded: in which roles the thing is in it, its class, its first day."""

    iri: str
    roles: frozenset[str]
    kind: str
    first: str

    @property
    def kinds(self) -> frozenset[str]:
        """Its class and all above it."""
        above = superclasses().get(_ORBAT + self.kind, frozenset())
        return frozenset({self.kind, *(each.removeprefix(_ORBAT) for each in above)})


@dataclass(slots=True)
class Sorted:
    """The statements of one section, in the order of time."""

    plan: Plan
    found: list[Light] = field(default_factory=list)


def _plan(id_: str, kinds: str, roles: str = "", style: str = "ledger") -> Plan:
    return Plan(id_, frozenset(kinds.split()), frozenset(roles.split()), style)


_ALLEGIANCE = _plan("allegiance", "Affiliation", "member", "aside")
_ORDERS = (
    _plan("orders_given", "Order", "issuedBy"),
    _plan("orders_received", "Order", "addressedTo"),
)
_STRENGTHS = _plan("strengths", "Strength", style="figures")
_LOSSES = _plan("losses", "Loss", style="figures")
_EVENTS = _plan("events", "Event Order")
PLANS = MappingProxyType(
    {
        "person": (
            _plan("fate", "Casualty", "person"),
            _plan("commands", "Command", "commander"),
            _plan("career", "PersonnelAction", "person"),
            *_ORDERS,
            _ALLEGIANCE,
            _STRENGTHS,
            _LOSSES,
            _EVENTS,
        ),
        "unit": (
            _plan("commanders", "Command", "unit"),
            _plan("posts", "PersonnelAction", "unit"),
            _plan("superiors", "Subordination", "unit"),
            _plan("parts", "Subordination", "superior"),
            _STRENGTHS,
            _LOSSES,
            *_ORDERS,
            _ALLEGIANCE,
            _EVENTS,
        ),
        "place": (
            _plan("control", "ChangeOfControl", "place"),
            _LOSSES,
            _STRENGTHS,
            _EVENTS,
        ),
        "side": (
            _plan("commanders", "Command", "unit"),
            _STRENGTHS,
            _LOSSES,
            *_ORDERS,
            _plan("posts", "PersonnelAction"),
            _plan("members", "Affiliation", "side", "hidden"),
            _ALLEGIANCE,
            _EVENTS,
        ),
        "order": (_plan("issue", "OrderIssued", "order"), _EVENTS),
        "event": (_EVENTS,),
        "equipment": (_STRENGTHS, _LOSSES, _EVENTS),
        "": (_EVENTS,),
    }
)
"""By the colour of a thing the sections of its page; the first that takes a statement has it."""


def plans(colour: str) -> Sequence[Plan]:
    """The sections of the page of a thing with this colour."""
    return PLANS["side"] if colour == "organization" else PLANS.get(colour, PLANS[""])


def light(iri: str, roles: Iterable[str], classes: Iterable[str], first: str) -> Light:
    """A statement from what the query says of it; `participant` counts only where no other role is told."""
    names = {role.removeprefix(_ORBAT) for role in roles}
    return Light(iri, frozenset(names - {"participant"} or names), lowest(classes), first)


def sort(found: Iterable[Light], colour: str) -> list[Sorted]:
    """The statements by section. Sections without any are left out, and the issuing of an order listed."""
    sections = [Sorted(each) for each in plans(colour)]
    orders = {each.iri for each in found if "Order" in each.kinds and "issuedBy" in each.roles}
    for each in sorted(found, key=_when):
        if orders and each.kind == "OrderIssued" and each.roles <= {"agent"}:
            continue  # the order itself stands in its own section
        for section in sections:
            plan = section.plan
            if plan.kinds & each.kinds and (not plan.roles or plan.roles & each.roles):
                section.found.append(each)
                break
    return [each for each in sections if each.found]


def _when(each: Light) -> tuple[bool, tuple[int, str], str]:
    return (not each.first, date_key(each.first) if each.first else (0, ""), each.iri)
