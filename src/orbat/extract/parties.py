"""The parties of a document: who is the same person, formation, body or side under several mentions.

A party may have no name: *the garrison*, *a column of cavalry*. It then stands between those that have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.belief import side_key
from orbat.extract.context import Context, conjuncts, prepositional, words
from orbat.extract.ships import is_ship
from orbat.model import Fact, Label, Mention

MEMBERS = (Label.PERSON, Label.UNIT, Label.ORG)
_BACK = 4  # sentences that *the garrison* reaches back for its first mention


class Parties:
    """The keys of one document's parties; `mentions` lists those of each that has a name.

    People are one by surname, unless their given names contradict each other; formations and bodies by their
    words. A formation's number that the text gives to more than one commander stands for more than one.
    """

    def __init__(self, context: Context, facts: Sequence[Fact], called: Callable[[str], str] = str) -> None:
        """Reads the keys of all mentions at once, in the order of the text; `called` names the sides."""
        self._context = context
        self._called = called
        self._leaders: dict[int, str] = {}
        self._people = _people(context)
        self._two_sided = _of_two_sides(context)
        by_name: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            roles = {argument.role: argument.mention for argument in fact.arguments}
            if fact.kind == "Command" and {"commander", "unit"} <= roles.keys():
                leader = context.mentions[roles["commander"]].norm.split()[-1].lower()
                self._leaders.setdefault(roles["unit"], leader)
                by_name[self._plain(roles["unit"])].add(leader)
        self._shared = {name for name, leaders in by_name.items() if len(leaders) > 1}
        self.mentions: dict[str, list[int]] = defaultdict(list)
        for i in context.of_label(*MEMBERS, Label.EQUIPMENT):
            if context.mentions[i].label is not Label.EQUIPMENT or is_ship(context, i):
                self.mentions[self.key(i)].append(i)
        self._groups: dict[int, str] = {}
        self._latest: dict[str, int] = {}

    def key(self, index: int) -> str:
        """The key of the mention; a side's key is its name."""
        plain = self._plain(index)
        many = plain in self._shared and self._context.mentions[index].label is not Label.SIDE
        return f"{plain} {self._leaders.get(index, '')}" if many else plain

    def _plain(self, index: int) -> str:
        found = self._context.mentions[index]
        if found.label is Label.PERSON:
            return self._people[index]
        if found.label is Label.UNIT and found.get("number"):
            name = _numbered(found)
            return f"unit:{name} {found.get('side')}".lower() if name in self._two_sided else f"unit:{name}"
        if found.label is Label.SIDE:
            return side_key(self._called(found.norm))
        return f"{found.label.lower()}:{found.norm.lower()}"

    def of(self, tokens: Iterable[Token]) -> list[str]:
        """The parties that `tokens`, with what is coordinated with them, stand for."""
        found: dict[str, None] = {}
        for token in tokens:
            named = [self.key(i) for i in arguments.actors(self._context, [token])]
            for key in named or [key for c in conjuncts(token) for key in self._nameless(c)]:
                found.setdefault(key)
        return list(found)

    def _nameless(self, token: Token) -> list[str]:
        """*the rear of Kluge's column*: the party that the noun is a part of, else the force itself."""
        ship = self._context.at(token, Label.EQUIPMENT)
        if ship is not None and is_ship(self._context, ship):
            return [self.key(ship)]
        beside = [c for c in token.children if c.dep_ == "appos"]
        if beside and (named := arguments.actors(self._context, beside)):
            return [self.key(i) for i in named]  # *the railroad, Sherman's supply line*
        for preposition, inner in prepositional(token):
            if preposition == "of" and (named := arguments.actors(self._context, [inner])):
                return [self.key(i) for i in named]
        return [self._group(token)] if token.lower_ in words("nouns", "body") else []

    def _group(self, token: Token) -> str:
        """A force without a name: the one last called so, where the noun is definite and singular."""
        if token.i not in self._groups:
            lemma = token.lemma_.lower()
            definite = any(c.lower_ in {"the", "this", "that"} for c in token.children)
            before = self._latest.get(lemma)
            number = self._context.sentence_number(token)
            known = (
                definite
                and token.tag_ == "NN"
                and before is not None
                and number - self._context.sentence_number(before) <= _BACK
            )
            earlier = self._groups[before] if known and before is not None else ""
            self._groups[token.i] = earlier or f"group:{token.i}"
            self._latest[lemma] = token.i
        return self._groups[token.i]

    @property
    def groups(self) -> dict[int, str]:
        """The forces without a name met so far, by the token of their noun."""
        return self._groups


def _numbered(unit: Mention) -> str:
    """What designates a numbered formation beside its side."""
    return " ".join(unit.get(name) for name in ("number", "echelon", "branch", "name")).lower()


def _of_two_sides(context: Context) -> frozenset[str]:
    """Designations that the text gives to formations of more than one side."""
    sides: dict[str, set[str]] = defaultdict(set)
    for index in context.of_label(Label.UNIT):
        unit = context.mentions[index]
        if unit.get("number") and unit.get("side"):
            sides[_numbered(unit)].add(unit.get("side"))
    return frozenset(name for name, found in sides.items() if len(found) > 1)


def _people(context: Context) -> dict[int, str]:
    """The key of each person's mention: the surname, with the given names where two bear the surname.

    A surname alone is the one's of that name who was last mentioned in full, or who comes first.
    """
    full: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    parsed: dict[int, tuple[str, tuple[str, ...]]] = {}
    for index in context.of_label(Label.PERSON):
        names = context.mentions[index].norm.lower().replace(".", ". ").split()
        parsed[index] = names[-1], tuple(names[:-1])
        given = parsed[index][1]
        if given and all(not _agree(given, known) for known in full[names[-1]]):
            full[names[-1]].append(given)
    last: dict[str, tuple[str, ...]] = {}
    keys: dict[int, str] = {}
    first_names = {given[0]: surname for surname, bearers in full.items() for given in bearers}
    for index, (name, given) in parsed.items():
        alone = not given and not full.get(name)
        surname = first_names.get(name, name) if alone else name  # *Chiang* of *Chiang Kai-shek*
        known = full.get(surname, [])
        if len(known) < 2:
            keys[index] = f"person:{surname}"
            continue
        bearer = next((k for k in known if given and _agree(given, k)), last.get(surname, known[0]))
        last[surname] = bearer
        keys[index] = f"person:{' '.join(bearer)} {surname}"
    return keys


def _agree(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether two lists of given names can be one man's: the first ones are equal or one's initial."""
    a, b = one[0].rstrip("."), two[0].rstrip(".")
    return a.startswith(b) or b.startswith(a) or (a[0] == b[0] and (len(a) == 1 or len(b) == 1))
