"""The spaCy factories of orbat's components, also entry points, so that `nlp.add_pipe` finds them by name."""

from __future__ import annotations

from spacy.language import Language

from orbat.annotate.attributes import Attributes
from orbat.annotate.dates import DatesComponent
from orbat.annotate.names import Names
from orbat.annotate.patterns import Equipment, Patterns
from orbat.annotate.possessed import PossessedUnits
from orbat.annotate.quantities import Quantities
from orbat.annotate.sentences import SentenceHints
from orbat.annotate.sides import Sides
from orbat.annotate.units import Units
from orbat.model import Label

AMONG_MODEL = ("orbat_sentences", "orbat_attributes")
"""The components that stand among those of the statistical model."""
AFTER_MODEL = (
    "orbat_dates",
    "orbat_sides",
    "orbat_orders",
    "orbat_events",
    "orbat_units",
    "orbat_organizations",
    "orbat_equipment",
    "orbat_names",
    "orbat_possessed_units",
    "orbat_quantities",
)
"""The components in the order in which they read each other's spans."""


@Language.factory("orbat_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> SentenceHints:
    """Where sentences may not begin; goes before the parser."""
    return SentenceHints(nlp, name)


@Language.factory(
    "orbat_attributes",
    requires=["token.tag", "token.dep"],
    assigns=["token.pos", "token.morph", "token.lemma"],
)
def make_attributes(nlp: Language, name: str) -> Attributes:
    """Parts of speech and lemmas; goes where the pipeline's own ruler and lemmatizer stood."""
    return Attributes(nlp, name)


@Language.factory("orbat_dates", assigns=["doc.spans"], default_config={"year": None})
def make_dates(nlp: Language, name: str, year: int | None) -> DatesComponent:
    """TIMEX3 expressions; `year` is that of the narrative's start where the text names none."""
    return DatesComponent(nlp, name, year=year)


@Language.factory("orbat_sides", assigns=["doc.spans"], requires=["token.dep"])
def make_sides(nlp: Language, name: str) -> Sides:
    """Who fights."""
    return Sides(nlp, name)


@Language.factory("orbat_units", assigns=["doc.spans"], requires=["doc.spans", "token.pos"])
def make_units(nlp: Language, name: str) -> Units:
    """Designated formations."""
    return Units(nlp, name)


@Language.factory("orbat_events", assigns=["doc.spans"])
def make_events(nlp: Language, name: str) -> Patterns:
    """Named battles, campaigns, wars, treaties."""
    return Patterns(
        nlp, name, rules="events", group="orbat.events", label=Label.EVENT, not_in=("orbat.orders",)
    )


@Language.factory("orbat_orders", assigns=["doc.spans"])
def make_orders(nlp: Language, name: str) -> Patterns:
    """Named and numbered orders."""
    return Patterns(nlp, name, rules="orders", group="orbat.orders", label=Label.ORDER)


@Language.factory("orbat_organizations", assigns=["doc.spans"])
def make_organizations(nlp: Language, name: str) -> Patterns:
    """Commands, committees, ministries and other bodies."""
    taken = ("orbat.units", "orbat.events", "orbat.orders")
    return Patterns(
        nlp, name, rules="organizations", group="orbat.organizations", label=Label.ORG, not_in=taken
    )


@Language.factory("orbat_equipment", assigns=["doc.spans"])
def make_equipment(nlp: Language, name: str) -> Equipment:
    """Named types of weapons, and ships."""
    return Equipment(nlp, name)


@Language.factory(
    "orbat_names", assigns=["doc.spans"], requires=["doc.spans", "token.ent_type", "token.dep", "token.lemma"]
)
def make_names(nlp: Language, name: str) -> Names:
    """People, places and further organizations."""
    return Names(nlp, name)


@Language.factory("orbat_possessed_units", assigns=["doc.spans"], requires=["doc.spans"])
def make_possessed_units(nlp: Language, name: str) -> PossessedUnits:
    """Formations named for their commander."""
    return PossessedUnits(nlp, name)


@Language.factory("orbat_quantities", assigns=["doc.spans"], requires=["doc.spans"])
def make_quantities(nlp: Language, name: str) -> Quantities:
    """Counted men and things."""
    return Quantities(nlp, name)
