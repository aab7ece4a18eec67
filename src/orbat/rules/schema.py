"""What a rule of each subject holds. One dataclass a file of `rules/<language>/`."""

from __future__ import annotations

from dataclasses import dataclass

from orbat.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Rule):
    """Who fights: `sides.jsonl`. `name` is the label in the graph, `kind` State, Coalition or Insurgency.

    `states` are names of the country or body itself (*Soviet Union*, *USSR*), `adjectives` go before nouns
    (*Soviet*), `people` stand alone (*Soviets*), `forces` name its forces at large (*Red Army*).
    `narrows` are ids of sides whose words mean this one in a text that also names this one: *Nationalists*
    beside *Kuomintang*, *Turks* beside *Ottoman Empire*. After a phrase of `not_after` something else is
    meant: *Native American*, *State of the Union*.
    """

    name: str
    kind: str
    states: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Rule):
    """A word or phrase with its normalized name: `ranks`, `echelons`, `branches`, `counted` ...

    `forms` are matched without case unless a form has a capital beyond its first letter; `name` is the
    normalized name; `kind` is a class or group where the file distinguishes them.
    """

    name: str
    forms: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echelon(Rule):
    """A noun that heads a formation's name: `echelons.jsonl`. `kind` is the class in the ontology.

    `named`: a proper name alone designates it (*Western Front*); else it takes a number. `letters`: a letter,
    number or name may follow (*Army Group Centre*, *Force H*). `at_large`: with a nationality alone it is the
    side's forces at large (*French Army*). `initial`: only letters and numbers may follow (*Force H*).
    `level` orders echelons, the army group highest; 0 is unordered. `many`: the noun is one for men, so that
    a plain number before it counts them (*57 marines*).
    """

    kind: str
    level: int
    forms: tuple[str, ...]
    plurals: tuple[str, ...] = ()
    named: bool = True
    letters: bool = False
    initial: bool = False
    at_large: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Formation(Rule):
    """A formation that is known by name, not by a noun of echelon: `name_formations.jsonl`.

    `kind` is the class in the ontology, `forms` are matched with their capitals, `side` is whose it is.
    """

    name: str
    kind: str
    forms: tuple[str, ...]
    side: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue(Rule):
    """What the words around a name say of it: `cues.jsonl`.

    `where`: before, after, possessed (the head noun after *'s*), subject (the name is the subject of one of
    the `words`, which are lemmas), object, or passive (its passive subject). `label` gains `weight`.
    """

    where: str
    words: tuple[str, ...]
    label: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporalRule(Rule):
    """A pattern of a temporal expression: `dates.jsonl`.

    `pattern` is a regular expression without case, in which `{month}` and its like stand for words of
    `dates_words.jsonl` and a space for any blanks; `op` says what its groups mean; `label` is TIMEX3's type.
    `role`: `whole`; `prefix`, before a whole one; `tail-KIND`, after an expression that ends in a KIND.
    What stands left of the expression must match `before` and must not match `unless`. `value` is a fixed
    value. In `yes` examples square brackets mark the expression.
    """

    pattern: str
    op: str
    label: str = "DATE"
    role: str = "whole"
    before: str = ""
    unless: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPattern(Rule):
    """A pattern of spaCy's `Matcher`: `events`, `orders`, `organizations`, `weapons`.

    `kind` is the class in the ontology; `trim` tokens are dropped from the end of a match (context that
    must follow), `skip` from its start.
    """

    kind: str
    pattern: tuple[dict[str, object], ...]
    skip: int = 0
    trim: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame(Rule):
    """What a verb or noun says happened, and which argument is what: `frames.jsonl`.

    `lemmas` head the frame; a verb's `noun` is a word that must go with it, as its object, behind a
    preposition or as a particle (*take control*, *fall into hands*, *fall back*), and `unless` are words
    under it that give it another sense (*charge with*). Roles are ontology properties: `subject` (also *by*
    in the passive; of a noun its possessor, adjective or the subject of the light verb that carries it) and
    `object` (also the passive's subject; of a noun what follows *of*). `prepositions` maps a preposition to
    the role of what follows it. `needs` are roles without which nothing is said (`time` is a date);
    `object_labels` what the object may be. An object silences the frame where it is no force (`troops`:
    *withdrew his offer*), neither a force nor what one undertakes (`onset`: *halted the press*), or a single
    man (`body`: *met Mussolini*). `town`: the place is no state. `passive`: only in the passive. `also`:
    later frames of the lemma may say more. `past` are past forms that a tagger may take for nouns (*retook*).
    """

    kind: str
    pos: str
    lemmas: tuple[str, ...]
    subject: str = "agent"
    object: str = ""
    noun: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    prepositions: dict[str, str] | None = None
    needs: tuple[str, ...] = ()
    object_labels: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    troops: bool = False
    onset: bool = False
    body: bool = False
    town: bool = False
    passive: bool = False
    also: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRule(Rule):
    """What is damaged, as a regular expression, and what takes its place, as a template of `re.sub`.

    Files: `repair_marks`, `repair_words`.

    `unless` is looked for in the run of characters without blanks that ends with the damage: an address on
    the web has full stops of its own. `gives` says what becomes of each example in `yes`, in the same order;
    `no` examples stay as they are.
    """

    pattern: str
    replace: str = ""
    unless: str = ""
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond(Rule):
    """What a verb or noun says of two parties, that they stand on one side (`same`) or on two: `bonds.jsonl`.

    The first party is the subject (of a noun its possessor, its adjective, or the subject of the verb that
    carries it); the second the `object`, the subject of the `clause` under the verb, or what follows one of
    the `prepositions`. `weight`, from 0 to 1, is how far the words are to be trusted. `unless` are lemmas
    with a preposition that mean the contrary.
    """

    pos: str
    lemmas: tuple[str, ...]
    same: bool
    weight: float
    object: bool = False
    clause: bool = False
    prepositions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Rule):
    """What a person's name or style tells of the side that he fights for: `origins.jsonl`.

    `sides` are names of `sides.jsonl`: where a text names exactly one of them, a name of this kind speaks for
    it, weakly. `endings` of the surname, `words` anywhere in the name, and `titles` before it, all in small
    letters.
    """

    sides: tuple[str, ...]
    endings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
