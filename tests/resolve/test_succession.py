"""Commands that follow from a change of command."""

from __future__ import annotations

from orbat.model import Evidence, Modality, ResolvedFact, TimeSpan
from orbat.resolve.succession import succeeded

DAY = TimeSpan("1864-08-12", "1864-08-12", "1864-08-12", "12 August")
CHANGE = Evidence("document/a", 50, 80, "Early was replaced by Gordon.")
TOLD = Evidence("document/a", 0, 30, "Early's corps marched north.")
LATER = Evidence("document/b", 0, 30, "Gordon led the corps.")


def fact(kind: str, where: Evidence = CHANGE, *, time: TimeSpan | None = DAY, **roles: str) -> ResolvedFact:
    ordered = tuple(sorted((role, id_) for role, id_ in roles.items()))
    return ResolvedFact(
        f"event/{kind}-{where.start}-{'-'.join(roles.values())}", kind, ordered, (where,), "x", time
    )


APPOINTED = fact("Appointment", person="gordon")
DISMISSED = fact("Dismissal", person="early")
HELD = fact("Command", TOLD, time=None, commander="early", unit="corps")


def commands_of(person: str, *facts: ResolvedFact) -> list[ResolvedFact]:
    return [
        each for each in succeeded(facts) if each.kind == "Command" and ("commander", person) in each.roles
    ]


def test_who_replaces_a_commander_takes_over_his_formation_that_day() -> None:
    (found,) = commands_of("gordon", APPOINTED, DISMISSED, HELD)
    assert found.roles == (("commander", "gordon"), ("unit", "corps"))
    assert (found.time, found.evidence) == (DAY, (TOLD, CHANGE))
    assert found.confidence < 1
    assert commands_of("early", APPOINTED, DISMISSED, HELD) == [HELD]


def test_who_is_appointed_to_a_formation_commands_it_from_that_day() -> None:
    (found,) = commands_of("gordon", fact("Appointment", person="gordon", unit="corps"))
    assert (found.roles[1], found.time, found.evidence) == (("unit", "corps"), DAY, (CHANGE,))


def test_an_undated_command_gives_its_passages_to_the_dated_one() -> None:
    undated = fact("Command", LATER, time=None, commander="gordon", unit="corps")
    (found,) = commands_of("gordon", APPOINTED, DISMISSED, HELD, undated)
    assert found.evidence == (TOLD, CHANGE, LATER)
    assert found.confidence == 1


def test_a_command_that_a_text_dates_stays_as_it_is() -> None:
    other = TimeSpan("1864-09-01", "1864-09-01", "1864-09-01", "1 September")
    dated = fact("Command", LATER, time=other, commander="gordon", unit="corps")
    assert dated in commands_of("gordon", APPOINTED, DISMISSED, HELD, dated)


def test_nothing_follows_from_a_change_without_a_day_or_that_did_not_happen() -> None:
    undated = fact("Appointment", time=None, person="gordon")
    planned = ResolvedFact("event/p", "Appointment", APPOINTED.roles, (CHANGE,), "x", DAY, Modality.PLANNED)
    assert commands_of("gordon", undated, DISMISSED, HELD) == []
    assert commands_of("gordon", planned, DISMISSED, HELD) == []


def test_nothing_follows_where_it_is_open_who_followed_whom_or_in_what() -> None:
    second = fact("Dismissal", person="ewell")
    another = fact("Command", LATER, time=None, commander="early", unit="division")
    elsewhere = fact("Dismissal", LATER, person="early")
    assert commands_of("gordon", APPOINTED, DISMISSED, second, HELD) == []
    assert commands_of("gordon", APPOINTED, DISMISSED, HELD, another) == []
    assert commands_of("gordon", APPOINTED, elsewhere, HELD) == []
    assert commands_of("gordon", APPOINTED, DISMISSED) == []
