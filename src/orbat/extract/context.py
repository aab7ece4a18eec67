"""A document as the fact finders see it: tokens with the mentions on them, verbs with their arguments."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache, cached_property

from spacy.tokens import Doc, Span, Token

from orbat.extract.mentions import evidence, mention, spans
from orbat.model import Argument, CleanText, Evidence, Fact, Label, Mention
from orbat.rules import load
from orbat.rules.schema import Echelon, Term

ACTORS = (Label.UNIT, Label.PERSON, Label.ORG, Label.SIDE)
_NAMED = frozenset({Label.PERSON, Label.PLACE, Label.ORG, Label.SIDE})
_NOMINAL = {"compound", "nmod", "poss", "appos", "amod", "nummod"}


@cache
def words(file: str, group: str) -> frozenset[str]:
    """The forms of the rule `<file>.<group>` of the word list `file`."""
    return next(frozenset(t.forms) for t in load(file, Term) if t.id == f"{file}.{group}")


@cache
def echelon_words() -> dict[str, str]:
    """Nouns of echelon, singular and one word long, with their class."""
    return {f: e.kind for e in load("echelons", Echelon) for f in e.forms if " " not in f}


class Context:
    """One document. Indices of mentions are those of `Document.mentions`."""

    def __init__(self, doc: Doc, clean: CleanText) -> None:
        """Indexes every span of orbat's groups by its tokens."""
        self.doc, self.clean = doc, clean
        self.spans: list[Span] = spans(doc)
        self.mentions: tuple[Mention, ...] = tuple(mention(span, clean) for span in self.spans)
        self._at: dict[int, list[int]] = defaultdict(list)
        for index, span in enumerate(self.spans):
            for i in range(span.start, span.end):
                self._at[i].append(index)
        self._sentence_of = {t.i: n for n, sentence in enumerate(doc.sents) for t in sentence}
        self.sentences: list[Span] = list(doc.sents)

    # ------------------------------------------------------------ mentions
    def at(self, token: Token | int, *labels: Label) -> int | None:
        """The mention on the token with the first of `labels` that one has; the longest where two have it."""
        here = self._at.get(token if isinstance(token, int) else token.i, ())
        for label in labels:
            fitting = [i for i in here if self.spans[i].label_ == label.value and not self._only_adjective(i)]
            if fitting:
                return max(fitting, key=lambda i: self.spans[i].end - self.spans[i].start)
        return None

    def _only_adjective(self, index: int) -> bool:
        return self.mentions[index].get("use") == "adjective"

    def inside(self, start: int, end: int, *labels: Label) -> list[int]:
        """Mentions with one of `labels` that lie within tokens `start` to `end`, in order."""
        found = {i for t in range(start, end) for i in self._at.get(t, ())}
        wanted = {label.value for label in labels}
        return sorted(
            i
            for i in found
            if self.spans[i].label_ in wanted and start <= self.spans[i].start and self.spans[i].end <= end
        )

    def of_label(self, *labels: Label) -> Iterator[int]:
        """Indices of all mentions with one of `labels`, in order."""
        return (i for i, m in enumerate(self.mentions) if m.label in labels)

    def of_label_within(self, label: Label, start: int, end: int) -> list[int]:
        """Mentions with `label` within characters `start` to `end` of the original file, in order."""
        first = bisect_left(self._starts, start)
        found = []
        for index in range(first, len(self.mentions)):
            passage = self.mentions[index].evidence
            if passage.start >= end:
                break
            if self.mentions[index].label is label and passage.end <= end:
                found.append(index)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.evidence.start for mention in self.mentions]

    def covering(self, token: Token | int) -> tuple[int, ...]:
        """All mentions on the token, adjectives of sides included."""
        return tuple(self._at.get(token if isinstance(token, int) else token.i, ()))

    # ------------------------------------------------------------ passages
    def sentence(self, token: Token | int) -> Span:
        """The sentence the token stands in."""
        return self.sentences[self._sentence_of[token if isinstance(token, int) else token.i]]

    def sentence_number(self, token: Token | int) -> int:
        """How many sentences stand before the token's."""
        return self._sentence_of[token if isinstance(token, int) else token.i]

    def passage(self, *tokens: Token | int) -> Evidence:
        """The sentence or sentences that hold `tokens`, without the blanks around them."""
        found = [self.sentence(t) for t in tokens]
        start, end = min(s.start_char for s in found), max(s.end_char for s in found)
        text = self.clean.text[start:end]  # Doc.text would join all tokens anew
        return evidence(
            self.clean, start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
        )

    def fact(
        self, kind: str, arguments: list[tuple[str, int]], where: Token | int, rule: str, **more: object
    ) -> Fact:
        """A fact resting on the sentence of `where`."""
        unique = tuple(dict.fromkeys(Argument(role, index) for role, index in arguments))
        return Fact(kind, unique, self.passage(where), rule, **more)  # type: ignore[arg-type]

    # ------------------------------------------------------------ reference
    @cached_property
    def _salient(self) -> list[int]:
        """Mentions of actors and places in the order of the text."""
        return [i for i in self.of_label(*ACTORS, Label.PLACE) if not self._only_adjective(i)]

    def antecedent(self, token: Token) -> int | None:
        """What a pronoun or a definite noun stands for, by recency, subjects of the sentence before first.

        *he* a person; *they* forces or a formation; *the corps* a corps; *the city* a place.
        """
        word = token.lower_
        if word in {"he", "him", "his", "himself"}:
            if (same := self._same_pronoun(token)) is not None:
                return self.antecedent(same)
            own = _own_subjects(token)
            return self._recent(
                token,
                lambda i: self.mentions[i].label is Label.PERSON and self.spans[i].root.i not in own,
                sentences=3,
            )
        if word in {"they", "them", "their", "it", "its"}:
            own = _own_subjects(token)
            return self._recent(
                token,
                lambda i: (
                    self.mentions[i].label in {Label.SIDE, Label.UNIT} and self.spans[i].root.i not in own
                ),
                sentences=2,
            )
        definite = any(c.lower_ in {"the", "this", "that"} for c in token.children if c.i < token.i)
        if not definite:
            return None
        if word in words("nouns", "settlement"):
            return self._recent(token, lambda i: self.mentions[i].label is Label.PLACE, sentences=3)
        if kind := echelon_words().get(word):
            return self._recent(token, lambda i: self.mentions[i].get("echelon") == kind, sentences=5)
        return None

    def _same_pronoun(self, token: Token) -> Token | None:
        """The *he* that is the subject before in the sentence, if no man is named as a subject since."""
        for at in range(token.i - 1, self.sentence(token).start - 1, -1):
            before = self.doc[at]
            if before.dep_ != "nsubj":
                continue
            if before.lower_ == "he":
                return before
            if self.at(before, Label.PERSON) is not None:
                return None
        return None

    def _recent(self, token: Token, fits: Callable[[int], bool], sentences: int) -> int | None:
        """The fitting mention that stands nearest before the token, at most so many sentences back."""
        number = self.sentence_number(token)
        before: list[int] = []
        for index in reversed(self._salient[: bisect_left(self._salient_starts, token.i)]):
            here = self.sentence_number(self.spans[index].start)
            if here < number - sentences or (
                before and here < self.sentence_number(self.spans[before[0]].start)
            ):
                break
            if self.spans[index].end <= token.i and fits(index):
                before.insert(0, index)
        if not before:
            return None
        subjects = [i for i in before if _is_subject(self.spans[i].root)]
        if self.sentence_number(self.spans[before[0]].start) < number:
            main = [i for i in subjects if _of_main_clause(self.spans[i].root)]
            subjects = main or subjects
        if subjects:
            return subjects[-1]
        return before[-1] if self.sentence_number(self.spans[before[0]].start) == number else before[0]

    @cached_property
    def _salient_starts(self) -> list[int]:
        return [self.spans[i].start for i in self._salient]

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """The names that the text uses for a place, a body or a side at least as often as for a person."""
        uses = Counter((m.norm, m.label is Label.PERSON) for m in self.mentions if m.label in _NAMED)
        return frozenset(name for name, _ in uses if uses[name, False] >= uses[name, True])

    @cached_property
    def sides(self) -> frozenset[str]:
        """The sides that the text names."""
        return frozenset(self.mentions[i].norm for i in self.of_label(Label.SIDE))


# ------------------------------------------------------------ syntax
def _of_main_clause(subject: Token) -> bool:
    """The noun is the subject of its sentence's main clause, or of one joined to it."""
    verb = subject.head.head if subject.dep_ == "appos" else subject.head
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return verb.dep_ == "ROOT"


def _own_subjects(pronoun: Token) -> frozenset[int]:
    """The subjects of the verb that *him* or *it* is the object of: nobody does it to himself."""
    if pronoun.lower_ not in {"him", "them", "it"} or pronoun.dep_ not in {"dobj", "pobj", "dative"}:
        return frozenset()
    verb = pronoun.head.head if pronoun.head.pos_ == "ADP" else pronoun.head
    return (
        frozenset(t.i for s in subjects(verb) for t in conjuncts(s)) if verb.pos_ == "VERB" else frozenset()
    )


def _is_subject(noun: Token) -> bool:
    """The noun is a subject, or in apposition to one: *the commander, General Blunt, thought*."""
    if noun.dep_ == "appos":
        noun = noun.head
    return noun.dep_ in {"nsubj", "nsubjpass"}


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it, in order."""
    return sorted([token, *token.conjuncts], key=lambda t: t.i) if token.conjuncts else [token]


def subjects(verb: Token) -> list[Token]:
    """Who does what the verb says: its subject, that of the verb it is joined to or depends on, or *by*."""
    if own := [c for c in verb.children if c.dep_ in {"nsubj", "csubj"}]:
        return _relative(own)
    if by := [
        p
        for c in verb.children
        if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by" and is_passive(verb))
        for p in c.children
        if p.dep_ == "pobj"
    ]:
        return by
    if is_passive(verb):
        return []
    return governed(verb)


def governed(verb: Token) -> list[Token]:
    """The subject that a verb without one takes from its governor: joined, participial, infinitive."""
    head = verb.head
    if (own := _before_infinitive(verb) or _absolute_subject(verb)) is not None:
        return [own]
    if verb.dep_ in {"conj", "advcl", "xcomp", "pcomp"} and head != verb:
        if verb.dep_ == "pcomp" or head.pos_ == "ADP":
            head = head.head
        if head.pos_ == "ADJ":  # *were able to push forward*
            return subjects(head.head) if head.head != head and head.head.pos_ in {"VERB", "AUX"} else []
        if head.pos_ not in {"VERB", "AUX"}:
            if verb.dep_ == "conj":  # *marched with 300 men, taking Reims*: the parser reads one list
                return _of_clause(head) if verb.tag_ == "VBG" else []
            return [head] if head.pos_ in {"NOUN", "PROPN"} else []
        return _controllers(verb, head)
    return _under_noun(verb, head)


def _controllers(verb: Token, head: Token) -> list[Token]:
    """Who does what an infinitive or participle under the verb `head` says."""
    if verb.dep_ == "xcomp" and (ordered := [c for c in head.children if c.dep_ in {"dobj", "nsubjpass"}]):
        return ordered
    return [c for c in head.children if c.dep_ == "nsubjpass"] or (subjects(head) if head.i != verb.i else [])


def _under_noun(verb: Token, head: Token) -> list[Token]:
    """Who does what an infinitive or participle under a noun says."""
    if verb.dep_ in {"acl", "relcl"} and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
        if owner := [c for c in head.children if c.dep_ == "poss"]:
            return owner  # *Lee's chance to cut off the army*
        if head.dep_ == "dobj":
            return subjects(head.head)  # *launched a campaign to attack Vyazma*
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return _of_clause(head) if verb.i and verb.doc[verb.left_edge.i - 1].text == "," else [head]
    return []


def _before_infinitive(verb: Token) -> Token | None:
    """The name in *for Early to concentrate his forces*."""
    to = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)
    if to is None or to.i == 0:
        return None
    before = verb.doc[to.i - 1]
    return before if before.dep_ == "pobj" and before.head.lower_ == "for" else None


def _absolute_subject(verb: Token) -> Token | None:
    """The noun in *with the Federals gaining an advantage*."""
    if verb.tag_ != "VBG" or verb.i == 0:
        return None
    before = verb.doc[verb.i - 1]
    return before if before.dep_ == "pobj" and before.head.lower_ == "with" else None


def _of_clause(noun: Token) -> list[Token]:
    """The subject of the clause that the noun stands in."""
    while noun.head != noun and noun.pos_ not in {"VERB", "AUX"}:
        noun = noun.head
    return subjects(noun) if noun.pos_ in {"VERB", "AUX"} else []


def _relative(found: list[Token]) -> list[Token]:
    """Relative pronouns replaced by what they stand for."""
    return [t.head.head if t.tag_ in {"WDT", "WP"} and t.head.dep_ == "relcl" else t for t in found]


def is_passive(verb: Token) -> bool:
    """The verb is passive: *was taken*, or a participle after its noun (*taken by the Germans*)."""
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        return True
    if (
        verb.dep_ == "conj"
        and verb.tag_ == "VBN"
        and not any(c.dep_ in {"nsubj", "aux"} for c in verb.children)
    ):
        return is_passive(verb.head) if verb.head.pos_ in {"VERB", "AUX"} else False
    return (
        verb.dep_ in {"acl", "advcl"}
        and verb.tag_ == "VBN"
        and not any(c.dep_ in {"aux", "dobj"} for c in verb.children)
    )


def objects(verb: Token) -> list[Token]:
    """What is done to: the direct object, or the subject of a passive."""
    found = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    if found:
        return _relative(found)
    if not is_passive(verb):
        return _shared(verb)
    if verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ == "advcl" and verb.lemma_ in words("verbs", "lead") and (noun := _noun_before(verb)):
        return [noun]
    if verb.dep_ in {"conj", "advcl"}:
        return [c for c in verb.head.children if c.dep_ in {"nsubjpass", "nsubj"}]
    return []


def _shared(verb: Token) -> list[Token]:
    """The object that a verb has in common with the one after it: *attacked and overran the position*."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB":
            between = verb.doc[verb.i + 1 : child.i]
            if all(t.pos_ in {"CCONJ", "ADV", "PUNCT"} or t.head.i == child.i for t in between):
                return [c for c in child.children if c.dep_ == "dobj"]
            return []
    return []


def _noun_before(verb: Token) -> Token | None:
    """The noun that a participle follows, with a comma between: *dispersed the rebels, led by Reno*."""
    at = verb.left_edge.i
    if at < 2 or verb.doc[at - 1].text != ",":
        return None
    noun = verb.doc[at - 2]
    return noun if noun.pos_ in {"NOUN", "PROPN"} else None


def prepositional(token: Token) -> Iterator[tuple[str, Token]]:
    """Each preposition under the token with what follows it: *on* Moscow, *out of* Kiev gives *of*."""
    for child in token.children:
        if child.dep_ in {"prep", "dative", "agent"} or (
            child.pos_ == "ADP" and child.dep_ not in {"prt", "mark", "case"}
        ):
            for follower in child.children:
                if follower.dep_ in {"pobj", "pcomp"}:
                    yield child.lower_, follower
                elif follower.dep_ == "prep":
                    yield from ((follower.lower_, p) for p in follower.children if p.dep_ == "pobj")


def negated(verb: Token) -> bool:
    """*did not*, *never*, *failed to*, *without* stand over the verb."""
    if any(c.dep_ == "neg" for c in verb.children):
        return True
    head = verb.head
    return (verb.dep_ == "xcomp" and head.lemma_ in words("verbs", "fail")) or (
        verb.dep_ == "pcomp" and head.lower_ == "without"
    )
