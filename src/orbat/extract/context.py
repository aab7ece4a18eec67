"""A document as the fact finders see it: tokens with the mentions on them, verbs with their arguments."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, cached_property

from spacy.tokens import Doc, Span, Token

from orbat.extract.mentions import evidence, mention, spans
from orbat.model import Argument, CleanText, Evidence, Fact, Label, Mention
from orbat.rules import load
from orbat.rules.schema import Echelon, Term

ACTORS = (Label.UNIT, Label.PERSON, Label.ORG, Label.SIDE)
_NAMED = frozenset({Label.PERSON, Label.PLACE, Label.ORG, Label.SIDE})
_DAY = len("1941-12-05")
_ENTRIES = 3  # lines opened by a date, from which on a text is a diary
_HEADING = 12  # tokens, at most, of a sentence that is nothing but a date
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
        self._plain = [m.label if m.get("use") != "adjective" else None for m in self.mentions]
        self.sentences: list[Span] = list(doc.sents)
        self._sentence_of = {i: n for n, s in enumerate(self.sentences) for i in range(s.start, s.end)}

    # ------------------------------------------------------------ mentions
    def at(self, token: Token | int, *labels: Label) -> int | None:
        """The mention on the token with the first of `labels` that one has; the longest where two have it."""
        here = self._at.get(token if isinstance(token, int) else token.i, ())
        if not here:
            return None
        for label in labels:
            fitting = [i for i in here if self._plain[i] is label]
            if fitting:
                return max(fitting, key=lambda i: self.spans[i].end - self.spans[i].start)
        return None

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

    # ------------------------------------------------------------ the whole text
    @cached_property
    def salient(self) -> list[int]:
        """Mentions of actors and places in the order of the text."""
        return [i for i in self.of_label(*ACTORS, Label.PLACE) if self._plain[i] is not None]

    @cached_property
    def salient_starts(self) -> list[int]:
        """The first tokens of `salient`."""
        return [self.spans[i].start for i in self.salient]

    @cached_property
    def headings(self) -> dict[int, int]:
        """The sentences that are nothing but a day (*June 13th.*), by number, each with its first date."""
        found: dict[int, int] = {}
        for index in self.of_label(Label.DATE):
            if len(self.mentions[index].get("value")) < _DAY:
                continue  # a year or a month heads a chapter and dates nothing in it
            span = self.spans[index]
            number = self.sentence_number(span.start)
            sentence = self.sentences[number]
            if number in found or len(sentence) > _HEADING:
                continue
            covered = sum(
                self.spans[i].end - self.spans[i].start
                for i in self.inside(sentence.start, sentence.end, Label.DATE)
            )
            if sum(not t.is_punct and not t.is_space for t in sentence) - covered <= 1:
                found[number] = index
        return found

    @cached_property
    def is_diary(self) -> bool:
        """Whether lines of the text open with a day that is a sentence of its own."""
        opened = 0
        for number in self.headings:
            start = self.sentences[number].start_char
            line = self.clean.text.rfind("\n", 0, start) + 1
            opened += not self.clean.text[line:start].strip()
        return opened >= _ENTRIES

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """The names that the text uses for a place, a body or a side at least as often as for a person."""
        uses = Counter((m.norm, m.label is Label.PERSON) for m in self.mentions if m.label in _NAMED)
        return frozenset(name for name, _ in uses if uses[name, False] >= uses[name, True])

    @cached_property
    def people(self) -> frozenset[str]:
        """The names that the text uses for people."""
        return frozenset(self.mentions[i].norm for i in self.of_label(Label.PERSON))

    @cached_property
    def sides(self) -> frozenset[str]:
        """The sides that the text names."""
        return frozenset(self.mentions[i].norm for i in self.of_label(Label.SIDE))


# ------------------------------------------------------------ syntax
def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it, in order."""
    return sorted([token, *token.conjuncts], key=lambda t: t.i) if token.conjuncts else [token]


def first_conjunct(token: Token) -> Token:
    """The first of what `token` is coordinated with; itself where it is that."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def sides_of(context: Context, noun: Token) -> list[int]:
    """The sides that the words before a noun name: ***German** troops*, ***Union** cavalry*."""
    return [
        i
        for c in noun.children
        if c.dep_ in {"amod", "compound", "nmod"}
        for i in context.covering(c)
        if context.mentions[i].label is Label.SIDE
    ]


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
    if own := [c for c in head.children if c.dep_ == "nsubjpass"]:
        return own
    if verb.dep_ == "conj" and head.dep_ == "conj" and is_passive(head):
        return _controllers(head, head.head)  # *he turned, was beaten off by them and **made** away*
    return subjects(head) if head.i != verb.i else []


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
    """The name in *for Selm to gather his men*."""
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


def goes_over(verb: Token) -> bool:
    """The verb has the particle *over*: *took the army **over***, *handed **over** to Reno*."""
    return any(c.dep_ == "prt" and c.lower_ == "over" for c in verb.children)


def recipients(verb: Token, thing: Token | None = None) -> list[Token]:
    """To whom the verb gives `thing`, without a preposition: *gave **Kern** command*."""
    return [
        c
        for c in verb.children
        if c.dep_ in {"dative", "nsubjpass"} and c.pos_ != "ADP" and (thing is None or c.i != thing.i)
    ]


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
