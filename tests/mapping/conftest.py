"""A small resolution, made by hand, that has every kind of thing and statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orbat.model import (
    Candidate,
    Document,
    Entity,
    Evidence,
    Label,
    Mention,
    Modality,
    Resolution,
    ResolvedFact,
    Source,
    TimeSpan,
    attributes,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = (
    "Marshal Zhukov led the Western Front. In the Battle of Selm his 16th Army, 300 tanks strong, took Klin "
    "from the Germans on the 4th. Stalin ordered a halt by Order No. 7. The year was 1941."
)
FACTS: tuple[tuple[str, dict[str, str], dict[str, str], Modality], ...] = (
    ("Command", {"commander": "person/zhukov-1", "unit": "unit/front-1"}, {}, Modality.HAPPENED),
    ("Subordination", {"unit": "unit/army-1", "superior": "unit/front-1"}, {}, Modality.HAPPENED),
    ("Affiliation", {"member": "unit/army-1", "side": "side/soviet-1"}, {}, Modality.HAPPENED),
    (
        "Capture",
        {"place": "place/klin-1", "agent": "unit/army-1", "opponent": "side/german-1"},
        {},
        Modality.HAPPENED,
    ),
    ("Strength", {"force": "unit/army-1", "of": "countable/tank-1"}, {"count": "300"}, Modality.HAPPENED),
    (
        "Loss",
        {"sufferedBy": "side/german-1", "of": "countable/tank-1"},
        {"minimum": "10", "maximum": "20", "lossKind": "shotDown"},
        Modality.DENIED,
    ),
    (
        "OrderIssued",
        {"order": "order/seven-1", "issuedBy": "person/stalin-1", "addressedTo": "unit/army-1"},
        {"content": "a halt"},
        Modality.HAPPENED,
    ),
    ("Battle", {"event": "event/selm-1", "agent": "unit/army-1"}, {}, Modality.HAPPENED),
    ("Appointment", {"person": "person/zhukov-1", "position": "position/chief-1"}, {}, Modality.PLANNED),
    ("Casualty", {"person": "person/zhukov-1"}, {"lossKind": "wounded"}, Modality.DENIED),
)
NAMED: tuple[tuple[Label, str, str], ...] = (
    (Label.PERSON, "Zhukov", "person/zhukov-1"),
    (Label.UNIT, "Western Front", "unit/front-1"),
    (Label.EVENT, "Battle of Selm", "event/selm-1"),
    (Label.UNIT, "16th Army", "unit/army-1"),
    (Label.PLACE, "Klin", "place/klin-1"),
    (Label.SIDE, "Germans", "side/german-1"),
    (Label.PERSON, "Stalin", "person/stalin-1"),
    (Label.ORDER, "Order No. 7", "order/seven-1"),
    (Label.DATE, "the 4th", ""),
)
ENTITIES = (
    Entity("person/zhukov-1", "Person", "Georgy Zhukov", ("Zhukov",), attributes({"rank": "Marshal"})),
    Entity("person/stalin-1", "Person", "Stalin"),
    Entity("unit/front-1", "Front", "Western Front", (), attributes({"name": "Western"})),
    Entity(
        "unit/army-1",
        "Army",
        "16th Army",
        ("Sixteenth Army",),
        attributes({"number": "16", "branch": "Guards"}),
    ),
    Entity("side/german-1", "State", "Germany", ("German", "Germans")),
    Entity("side/soviet-1", "State", "Soviet Union"),
    Entity(
        "place/klin-1",
        "Settlement",
        "Klin",
        (),
        attributes({"geonames": "547523", "latitude": "56.33333", "longitude": "36.73333"}),
        (
            Candidate("https://sws.geonames.org/547523/", "Klin", 0.9, "main name", True),
            Candidate("https://sws.geonames.org/1/", "Klin", 0.2, "too far"),
        ),
    ),
    Entity("event/selm-1", "Battle", "Battle of Selm"),
    Entity("order/seven-1", "Order", "Order No. 7", (), attributes({"number": "7"})),
    Entity("countable/tank-1", "Tank", "tank", ("tanks",)),
    Entity("position/chief-1", "Position", "chief of staff"),
)


def _passage(source: Source, quote: str) -> Evidence:
    start = source.text.index(quote)
    return Evidence(source.id, start, start + len(quote), quote)


def _document(name: str, text: str, digit: str) -> Document:
    source = Source(f"document/{name.partition('.')[0]}-{digit * 8}", name, text, digit * 64)
    mentions = tuple(
        Mention(_passage(source, quote), label, quote, f"{label.lower()}.rule") for label, quote, _ in NAMED
    )
    return Document(source, mentions, ())


@pytest.fixture
def made() -> Callable[..., Resolution]:
    """Makes the resolution of one or two documents with this time for every statement."""

    def resolution(
        earliest: str = "1941-12-04", latest: str = "1941-12-04", edtf: str = "1941-12-04", documents: int = 1
    ) -> Resolution:
        read = tuple(_document(n, TEXT, d) for n, d in (("first.txt", "a"), ("second.txt", "b"))[:documents])
        year = _passage(read[0].source, "The year was 1941")
        time = TimeSpan(earliest, latest, edtf, "the 4th", year)
        facts = tuple(
            ResolvedFact(
                f"event/{kind.lower()}-1",
                kind,
                tuple(sorted(roles.items())),
                tuple(_passage(each.source, TEXT.partition(".")[0]) for each in read),
                f"{kind}.rule",
                time,
                modality,
                attributes(values),
                0.9,
            )
            for kind, roles, values, modality in FACTS
        )
        links = {each.source.id: tuple(id_ for *_, id_ in NAMED) for each in read}
        return Resolution(read, ENTITIES, facts, links)

    return resolution
