"""Which names mean one person."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.model import Document
from orbat.resolve import resolve


def together(made: Any, *mentions: int) -> bool:
    links = next(iter(resolve([made.document()], gazetteer=False).links.values()))
    return len({links[i] for i in mentions}) == 1


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Winfield Scott Hancock", "Hancock"),
        ("Winfield Scott Hancock", "Winfield Hancock"),
        ("Winfield Scott Hancock", "W. S. Hancock"),
        ("G. W. Smith", "G.W. Smith"),
        ("Emilio De Bono", "de Bono"),
        ("Fedor von Bock", "Bock"),
        ("Fedor von Bock", "von Bock"),
        ("Chiang Kai-shek", "Chiang"),
        ("Seyoum Mangasha", "Seyoum"),
        ("Iyasu V", "Iyasu"),
        ("Robert E. Lee, Jr.", "Lee"),
        ("Georgy Konstantinovich Zhukov", "Georgy Zhukov"),
        ("Jean-Andoche Junot", "Junot"),
        ("Lionel Ōtani", "Otani"),
        ("Duke of Selmonton", "Selmonton"),
        ("Eugene of Selm", "Eugene"),
        ("Frederick the Great", "Frederick"),
        ("Enver Pasha", "Enver Bey"),
        ("Enver Pasha", "Enver"),
        ("Antonio López de Santa Selma", "Santa Selma"),
        ("Gonzalo Queipo de Selmano", "Queipo de Selmano"),
        ("Mikhail Gortschakoff", "Gorchakov"),
        ("Selmonsky", "Selmonskiy"),
    ],
)
def test_people_short_name_leads_to_the_full_one(moscow: Any, full: str, short: str) -> None:
    assert together(moscow, moscow.person(full), moscow.person(short))
    assert together(moscow, moscow.person(short), moscow.person(full))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Haile Selassie", "Haile Selassie Gugsa"),
        ("Haile Selassie", "Imru Haile Selassie"),
        ("Albert Johnston", "Joseph Johnston"),
        ("A. S. Johnston", "J. E. Johnston"),
        ("William Lee", "William Lea"),
        ("Tewodros I", "Tewodros II"),
        ("Hood", "Wood"),
        ("Johnson", "Johnston"),
        ("Ivanov", "Petrov"),
        ("Hans Krebs", "Erich Krebs"),
        ("Ewell", "Sewell"),
        ("Osman Pasha", "Suleiman Pasha"),
        ("Ivanov", "Ivanova"),
        ("Hood", "Hud"),
        ("Selmonov the Elder", "Selmonow the Younger"),
        ("Carlos de Selmano", "Luis de Selmano"),
    ],
)
def test_people_names_that_contradict_stay_two(moscow: Any, one: str, two: str) -> None:
    assert not together(moscow, moscow.person(one), moscow.person(two))


def test_people_bare_surname_goes_to_the_one_last_mentioned(virginia: Any) -> None:
    albert = virginia.person("Albert Johnston")
    first = virginia.person("Johnston")
    joseph = virginia.person("Joseph Johnston")
    second = virginia.person("Johnston")
    assert together(virginia, albert, first)
    assert together(virginia, joseph, second)


def test_people_bare_surname_follows_its_side_before_nearness(virginia: Any) -> None:
    joseph = virginia.person("Joseph Johnston", side="Confederate States")
    virginia.person("Richard Johnston", side="Union")
    bare = virginia.person("Johnston", side="Confederate States")
    assert together(virginia, joseph, bare)


def test_people_bare_surname_follows_its_rank_before_nearness_alone(virginia: Any) -> None:
    general = virginia.person("Joseph Johnston", rank="General", side="Union")
    virginia.person("Richard Johnston", rank="Captain", side="Confederate States")
    bare = virginia.person("Johnston", rank="General", side="Union")
    assert together(virginia, general, bare)


def test_people_one_surname_on_two_sides_is_two(virginia: Any) -> None:
    union = virginia.person("Johnston", side="Union")
    confederate = virginia.person("Johnston", side="Confederate States")
    assert not together(virginia, union, confederate)


def test_people_rejected_namesake_is_a_candidate_with_its_reason(virginia: Any, entity: Any) -> None:
    virginia.person("Albert Johnston")
    joseph = virginia.person("Joseph Johnston")
    virginia.person("Johnston")
    document = virginia.document()
    found = entity(resolve([document], gazetteer=False), document, joseph)
    assert [(c.chosen, c.id.startswith("person/albert-johnston-")) for c in found.candidates] == [
        (False, True)
    ]
    assert found.candidates[0].reason


def test_people_swapped_letters_are_a_misspelling(moscow: Any, entity: Any) -> None:
    mentions = [moscow.person(n) for n in ("Brunito", "Brutino", "Brunito", "Brutino", "Brunito", "Brunito")]
    document = moscow.document()
    resolution = resolve([document], gazetteer=False)
    found = {entity(resolution, document, i) for i in mentions}
    assert [(e.label, e.names) for e in found] == [("Brunito", ("Brutino",))]
    assert "misspelling" in next(iter(found)).candidates[0].reason


def test_people_two_frequent_spellings_are_two_people(moscow: Any) -> None:
    one = [moscow.person("Marein") for _ in range(4)]
    two = [moscow.person("Marien") for _ in range(4)]
    assert not together(moscow, one[0], two[0])


def test_people_named_side_by_side_are_two(moscow: Any) -> None:
    one = moscow.person("Brunito")
    two = moscow.person("Brutino", gap=" and ")
    assert not together(moscow, one, two)


def test_people_other_letter_needs_a_post_in_common(moscow: Any) -> None:
    army = moscow.unit("49th Army", number="49", echelon="Army", side="Soviet Union")
    one, two, three = moscow.person("Zakharkin"), moscow.person("Zakhalkin"), moscow.person("Zakharkim")
    moscow.fact("Command", commander=one, unit=army)
    moscow.fact("Command", commander=two, unit=army)
    assert together(moscow, one, two)
    assert not together(moscow, one, three)


def test_people_two_parties_of_one_fact_are_two(moscow: Any) -> None:
    one, two = moscow.person("Brunito"), moscow.person("Brutino")
    moscow.fact("Dismissal", person=one, agent=two)
    assert not together(moscow, one, two)


def linked(documents: list[Document], *mentions: tuple[Document, int]) -> int:
    """How many people the mentions are."""
    links = resolve(documents, gazetteer=False).links
    return len({links[document.source.id][i] for document, i in mentions})


def two_wars(draft: Any, one: str, two: str, sides: tuple[str, str] = ("", ""), same: bool = True) -> int:
    """How many people two names of two documents are, of one war or of two."""
    first = draft("first.txt").date("1941-06-22", "1941-12-05")
    first.side("Germany"), first.side("Soviet Union")
    second = draft("second.txt").date(
        *(("1943-07-05", "1943-08-05") if same else ("1863-07-01", "1863-07-03"))
    )
    second.side("Germany" if same else "Union"), second.side("Soviet Union" if same else "Confederate States")
    i, j = first.person(one, side=sides[0]), second.person(two, side=sides[1])
    a, b = first.document(), second.document()
    return linked([a, b], (a, i), (b, j))


def test_people_across_documents_same_full_name_is_one(draft: Any) -> None:
    assert two_wars(draft, "Georgy Zhukov", "Georgy Zhukov") == 1
    assert two_wars(draft, "Georgy Konstantinovich Zhukov", "Georgy Zhukov", ("Soviet Union", "")) == 1


def test_people_across_documents_same_full_name_on_two_sides_is_two(draft: Any) -> None:
    assert two_wars(draft, "Paul Hausser", "Paul Hausser", ("Germany", "Soviet Union")) == 2


def test_people_across_documents_same_full_name_of_two_centuries_is_two(draft: Any) -> None:
    assert two_wars(draft, "John Smith", "John Smith", same=False) == 2


def test_people_across_documents_surname_joins_where_side_and_war_agree(draft: Any) -> None:
    assert two_wars(draft, "Georgy Zhukov", "Zhukov", ("Soviet Union", "Soviet Union")) == 1
    assert two_wars(draft, "Zhukov", "Zhukov", ("Soviet Union", "Soviet Union")) == 1


@pytest.mark.parametrize("sides", [("", ""), ("Soviet Union", ""), ("", "Soviet Union")])
def test_people_across_documents_surname_joins_the_only_bearer_of_the_war(
    draft: Any, sides: tuple[str, str]
) -> None:
    assert two_wars(draft, "Georgy Zhukov", "Zhukov", sides) == 1


@pytest.mark.parametrize(
    ("one", "two", "sides"),
    [
        ("Georgy Zhukov", "Zhukov", ("Germany", "Soviet Union")),
        ("Zhukov", "Zhukov", ("", "")),
        ("Zhukov", "Zhukov", ("Soviet Union", "")),
    ],
)
def test_people_across_documents_surname_on_two_sides_or_never_in_full_stays_two(
    draft: Any, one: str, two: str, sides: tuple[str, str]
) -> None:
    assert two_wars(draft, one, two, sides) == 2


def test_people_across_documents_surname_joined_by_itself_is_noted_as_likely(draft: Any) -> None:
    documents = []
    for name, who in (("a", "Georgy Zhukov"), ("b", "Zhukov")):
        made = draft(name).date("1941-06-22", "1941-12-05")
        made.side("Germany"), made.side("Soviet Union"), made.person(who)
        documents.append(made.document())
    (person,) = (e for e in resolve(documents, gazetteer=False).entities if e.kind == "Person")
    assert [0 < c.score < 1 for c in person.candidates] == [True]


def test_people_across_documents_surname_with_a_rival_on_the_other_side_joins_none(draft: Any) -> None:
    documents, people = [], []
    for name, who, side in (
        ("a", "Albert Johnston", "Confederate States"),
        ("b", "Adam Johnston", "Union"),
        ("c", "Johnston", ""),
    ):
        made = draft(name).date("1862-04-06", "1862-05-31")
        made.side("Union"), made.side("Confederate States")
        i = made.person(who, side=side)
        documents.append(made.document())
        people.append((documents[-1], i))
    assert linked(documents, *people) == 3


def test_people_across_documents_surname_of_another_war_stays_two(draft: Any) -> None:
    assert two_wars(draft, "Zhukov", "Zhukov", ("Germany", "Germany"), same=False) == 2


def test_people_across_documents_surname_with_two_candidates_joins_none(draft: Any) -> None:
    documents, johnstons = [], []
    for name, who in (("a", "Albert Johnston"), ("b", "Joseph Johnston"), ("c", "Johnston")):
        made = draft(name).date("1862-04-06", "1862-05-31")
        made.side("Union"), made.side("Confederate States")
        i = made.person(who, side="Confederate States")
        documents.append(made.document())
        johnstons.append((documents[-1], i))
    assert linked(documents, *johnstons) == 3


def test_people_across_documents_letter_apart_with_one_post_is_one(draft: Any) -> None:
    documents, people = [], []
    for name in ("Zakhalkin", "Zakharkin"):
        made = draft(name).date("1941-11-15", "1941-12-05")
        made.side("Germany"), made.side("Soviet Union")
        army = made.unit("49th Army", number="49", echelon="Army", side="Soviet Union")
        i = made.person(name)
        made.fact("Command", commander=i, unit=army)
        documents.append(made.document())
        people.append((documents[-1], i))
    assert linked(documents, *people) == 1


def test_people_across_documents_letter_apart_without_post_is_two(draft: Any) -> None:
    assert two_wars(draft, "Zakhalkin", "Zakharkin", ("Soviet Union", "Soviet Union")) == 2


def test_people_label_is_the_fullest_name_without_rank(virginia: Any, entity: Any) -> None:
    i = virginia.person("Hancock", "Maj. Gen. Hancock", rank="Major General")
    virginia.person("W. S. Hancock")
    virginia.person("Winfield Scott Hancock")
    document = virginia.document()
    found = entity(resolve([document], gazetteer=False), document, i)
    assert found.label == "Winfield Scott Hancock"
    assert set(found.names) == {"Hancock", "Maj. Gen. Hancock", "W. S. Hancock"}
    assert found.id.startswith("person/winfield-scott-hancock-")
    assert found.get("rank") == "Major General"
