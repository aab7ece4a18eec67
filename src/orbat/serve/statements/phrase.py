"""Statements in words with links: *Capture of Kalinin by the 9th Army*. The patterns are interface words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from orbat.serve.statements.kinds import term_label
from orbat.serve.statements.model import Part, Ref
from orbat.serve.words import Words

_ROLE = re.compile(r"\{(\w+)\}")

Roles = Mapping[str, tuple[Ref, ...]]


def phrase(kind: str, roles: Roles, words: Words, leave_out: str = "") -> tuple[Part, ...]:
    """What a statement of class `kind` says after its name. `leave_out` is the IRI of the page's own thing.

    A pattern whose role nobody fills is passed over; a role that no pattern has is told by its name.
    """
    patterns = words.listed(f"phrases.{kind}" if words.has(f"phrases.{kind}") else "phrases.default")
    told: set[str] = set()
    groups: list[list[Part]] = []
    for pattern in patterns:
        match = _ROLE.search(pattern)
        if match is None:
            continue
        role = match[1]
        told.add(role)
        refs = _others(roles.get(role, ()), leave_out)
        if refs:
            groups.append(
                _clean([Part(pattern[: match.start()]), *_listed(refs, words), Part(pattern[match.end() :])])
            )
    for role in sorted(set(roles) - told - {"participant"}):
        refs = _others(roles[role], leave_out)
        if refs:
            groups.append([Part(f"{term_label(role)}: "), *_listed(refs, words)])
    known = {ref.iri for role, refs in roles.items() if role != "participant" for ref in refs} | {leave_out}
    others = [ref for ref in roles.get("participant", ()) if ref.iri not in known]
    if others:
        before, _, after = words("phrases.others").partition("{participant}")
        groups.append(_clean([Part(before), *_listed(others, words), Part(after)]))
    return tuple(_joined(groups))


def _others(refs: tuple[Ref, ...], leave_out: str) -> tuple[Ref, ...]:
    """The things in a role; none where the page's own thing is there alone. Beside others it is named too."""
    return () if len(refs) == 1 and refs[0].iri == leave_out else refs


def _listed(refs: Iterable[Ref], words: Words) -> Iterator[Part]:
    """The things with commas, and the last with *and*."""
    all_ = list(refs)
    for at, ref in enumerate(all_):
        if at:
            yield Part(words("phrases.and") if at == len(all_) - 1 else ", ")
        yield Part(ref.label, ref)


def _joined(groups: list[list[Part]]) -> Iterator[Part]:
    for at, group in enumerate(groups):
        if at:
            yield Part(" ")
        yield from group


def _clean(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.text]
