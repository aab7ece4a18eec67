"""The order of battle: what holds when, the tree of a day, what changed, and all of it over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from serving import BASE, HERE, Server, small_graph, start, stop

from orbat.serve.days import Period, date_of, day_number, parse_period
from orbat.serve.orderofbattle.clock import Clock
from orbat.serve.orderofbattle.model import OrderOfBattle
from orbat.serve.orderofbattle.records import Dated, History, Kind, Passage, Sort, Statement, Thing
from orbat.serve.orderofbattle.tree import Turn, changes, state, tree
from orbat.serve.orderofbattle.validity import Basis, End, Holding, holdings

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def battle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start(small_graph(tmp_path_factory.mktemp("battle") / "graph", HERE / "battle.trig"))
    yield running
    stop(running)


class Outline(HTMLParser):
    """The tree on a page: for each formation how deep it stands, and the words about it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines: list[tuple[int, str]] = []
        self._depth = 0
        self._in = ""
        self.feed(text.partition('data-slot="tree"')[2].partition("</section>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "ul":
            self._depth += 1
        elif tag == "p":
            self._in = dict(attrs).get("class") or ""
            if self._in == "what":
                self.lines.append((self._depth, ""))
        elif tag == "details":
            self._in = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "ul":
            self._depth -= 1
        elif tag == "p":
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in in {"what", "leader"} and self.lines:
            depth, words = self.lines[-1]
            self.lines[-1] = (depth, f"{words} {data}".strip())

    def of(self, name: str) -> list[tuple[int, str]]:
        return [(depth, " ".join(words.split())) for depth, words in self.lines if words.startswith(name)]


def outline(server: Server, **asked: str) -> Outline:
    answer = server.client.get("/order-of-battle", params=asked, headers=BROWSER)
    assert answer.status_code == 200
    return Outline(answer.text)


def day(text: str) -> int:
    found = day_number(text)
    assert found is not None
    return found


def told(
    name: str, other: str, when: str = "", at: int = 0, kind: Kind = Kind.COMMAND, one: str = "unit"
) -> Statement:
    """A statement of the account `d` that stands at character `at`."""
    passage = Passage("words", "d", "d", at, at + 5)
    return Statement(name, kind, one, other, parse_period(when), None, 1.0, False, (passage,))


def history(*statements: Statement, dated: tuple[Dated, ...] = ()) -> History:
    names = {each.one for each in statements} | {each.other for each in statements}
    things = {
        name: Thing(
            name, name, Sort.UNIT if name.startswith("unit") else Sort.PERSON, "", 0, frozenset({"d"})
        )
        for name in names
    }
    return History(statements, things, dated)


def by_name(*statements: Statement, dated: tuple[Dated, ...] = ()) -> dict[str, Holding]:
    return {each.statement.iri: each for each in holdings(history(*statements, dated=dated))}


def test_dated_command_ends_the_day_before_its_successor_begins() -> None:
    found = by_name(told("a", "Varga", "1809-04-01"), told("b", "Lind", "1809-06-10"))
    assert (found["a"].first, found["a"].last) == (day("1809-04-01"), day("1809-06-09"))
    assert found["a"].end is End.SUCCESSOR
    assert (found["b"].first, found["b"].last, found["b"].end) == (day("1809-06-10"), None, End.OPEN)


def test_commands_dated_the_same_both_hold() -> None:
    found = by_name(told("a", "Varga", "1809-04"), told("b", "Lind", "1809-04"))
    assert {each.last for each in found.values()} == {None}


def test_command_told_of_for_a_month_holds_to_its_end_although_another_begins_in_it() -> None:
    found = by_name(told("a", "Varga", "1809-04"), told("b", "Lind", "1809-04-10"))
    assert found["a"].last == day("1809-04-30")


def test_undated_command_alone_holds_throughout() -> None:
    only = by_name(told("a", "Varga"))["a"]
    assert (only.first, only.last, only.basis) == (None, None, Basis.UNDATED)


def test_undated_commands_follow_each_other_as_the_account_tells_them() -> None:
    dated = (
        Dated("d", 0, 5, Period(day("1809-04-01"), day("1809-04-01"))),
        Dated("d", 100, 105, Period(day("1809-06-01"), day("1809-06-01"))),
    )
    found = by_name(told("a", "Varga", at=10), told("b", "Lind", at=110), dated=dated)
    assert (found["a"].first, found["a"].last) == (None, day("1809-05-31"))
    assert (found["b"].first, found["b"].basis) == (day("1809-06-01"), Basis.ACCOUNT)


def test_command_ends_with_the_dismissal_and_not_with_an_earlier_one() -> None:
    before = told("x", "Varga", "1809-03-01", kind=Kind.DISMISSAL, one="")
    after = told("y", "Varga", "1809-07-01", kind=Kind.DISMISSAL, one="")
    found = by_name(told("a", "Varga", "1809-04-01"), before, after)["a"]
    assert (found.last, found.end, found.ended_by) == (day("1809-07-01"), End.DISMISSED, "y")


def test_dismissal_from_another_formation_ends_nothing_here() -> None:
    other = told("x", "Varga", "1809-07-01", kind=Kind.DISMISSAL, one="unit2")
    assert by_name(told("a", "Varga", "1809-04-01"), other)["a"].last is None


def test_undated_command_begins_with_the_appointment_to_it() -> None:
    found = by_name(told("a", "Varga"), told("x", "Varga", "1809-05-01", kind=Kind.APPOINTMENT))["a"]
    assert (found.first, found.basis) == (day("1809-05-01"), Basis.APPOINTED)


def test_superior_of_a_superior_is_no_rival() -> None:
    chain = Kind.SUBORDINATION
    found = by_name(
        told("a", "unit2", "1809-04-01", kind=chain),
        told("b", "unit3", "1809-06-01", kind=chain),
        told("c", "unit3", kind=chain, one="unit2"),
    )
    assert found["a"].last is None


def test_formation_is_there_from_its_forming_to_its_disbandment() -> None:
    formed = told("f", "", "1809-05-01", kind=Kind.FORMATION)
    gone = told("g", "", "1809-08-01", kind=Kind.DISBANDMENT)
    dated = (
        Dated("d", 0, 5, Period(day("1809-01-01"), day("1809-01-01"))),
        Dated("d", 9, 12, Period(day("1809-12-31"), day("1809-12-31"))),
    )
    whole = OrderOfBattle.of(history(told("a", "Varga"), formed, gone, dated=dated))
    assert whole.presence["unit"] == Period(day("1809-05-01"), day("1809-08-01"))
    order = whole.of_side("")
    there, away = state(order, day("1809-06-01")), state(order, day("1809-09-01"))
    assert [each.turn for each in changes(order, there, away)] == [Turn.GONE]
    assert [node.thing.label for node in tree(order, there)] == ["unit"]
    assert tree(order, away) == ()


def test_account_is_where_its_last_date_was() -> None:
    first, last = Period(0, 0), Period(50, 50)
    clock = Clock.of((Dated("d", 10, 20, first), Dated("d", 30, 40, last)))
    places = (0, 12, 25, 41)
    found = [clock.at(Passage("", "d", "d", place, place + 3)) for place in places]
    assert found == [first, first, first, last]
    assert clock.at(Passage("", "other", "other", 0, 3)) is None


def test_aside_does_not_stretch_the_time_of_an_account() -> None:
    days = [Period(n, n) for n in (100, 110, 120, 130, 140)]
    clock = Clock.of(
        Dated("d", at, at + 1, period) for at, period in enumerate([*days, Period(-90_000, -90_000)])
    )
    assert clock.periods() == {"d": Period(100, 140)}


def test_days_of_any_year_come_back() -> None:
    for text in ("-0489-09-12", "0000-02-29", "1582-10-15", "1941-12-05", "9999-12-31"):
        assert date_of(day(text)) == text


@pytest.mark.parametrize("typed", ["", "soon", "1941-13", "31 April 1941", "1941-02-30", "Ju 1941"])
def test_what_is_no_date_is_not_taken_for_one(typed: str) -> None:
    assert parse_period(typed) is None


def test_tree_nests_formations_with_their_commanders(battle: Server) -> None:
    page = outline(battle, side="northland", date="1809-05-01")
    assert page.of("Grand Army") == [(1, "Grand Army army group")]
    ((depth, words),) = page.of("2nd Army")
    assert (depth, words.split(" last told")[0]) == (2, "2nd Army army Ada Varga")
    assert page.of("1st Corps")[0][0] == 3


def test_tree_of_a_later_day_has_the_new_commander_and_the_new_superior(battle: Server) -> None:
    page = outline(battle, side="Northland", date="1809-06-25")
    assert "Bo Lind" in page.of("2nd Army")[0][1]
    assert "Ada Varga" not in page.of("2nd Army")[0][1]
    assert page.of("1st Corps")[0][0] == 2  # the 5th Army is under nobody


def test_formation_of_an_indirect_superior_is_shown_once(battle: Server) -> None:
    assert [
        depth for depth, _ in outline(battle, side="northland", date="1809-05-01").of("3rd Division")
    ] == [4]


def test_formation_under_two_superiors_is_shown_under_both_with_a_mark(battle: Server) -> None:
    found = outline(battle, side="northland", date="1809-05-01").of("4th Division")
    assert len(found) == 2
    assert all("≠ also under 5th Army, Grand Army" in words for _, words in found)


def test_ring_of_formations_is_shown_and_ends(battle: Server) -> None:
    page = outline(battle, side="northland", date="1809-05-01")
    assert len(page.of("Elder Brigade")) == 2
    assert "stands above itself" in page.of("Elder Brigade")[1][1]


def test_planned_command_is_none(battle: Server) -> None:
    assert "Kiss" not in outline(battle, side="northland", date="1809-05-01").of("5th Army")[0][1]


def test_doubt_and_dismissal_are_told(battle: Server) -> None:
    page = outline(battle, side="northland", date="1809-05-01")
    words = page.of("1st Corps")[0][1]
    assert "doubtful (60 %)" in words
    assert "until 1 July 1809: dismissed" in words


def test_undated_commanders_follow_each_other_on_the_page(battle: Server) -> None:
    early, late = (
        outline(battle, side="northland", date=each).of("River Guard")[0][1]
        for each in ("1809-08-01", "1809-10-01")
    )
    assert "Eva Kiss" in early
    assert "Karl Weber" not in early
    assert "Karl Weber no date told; follows another" in late


def test_formations_of_no_side_have_a_tree_of_their_own(battle: Server) -> None:
    assert outline(battle, side="none", date="1809-05-01").of("Lost Regiment")


def test_changes_between_two_days_are_told_in_words_with_their_sentences(battle: Server) -> None:
    asked = {"side": "northland", "date": "1809-06-25", "against": "1809-05-01"}
    text = battle.client.get("/order-of-battle", params=asked, headers=BROWSER).text
    told_ = text.partition('class="orbat-changes"')[2].partition("</section>")[0]
    assert "What changes between 1 May 1809 and 25 June 1809" in told_
    assert "⇄ commander" in told_
    assert "from Ada Varga to Bo Lind" in told_
    assert "→ moved" in told_
    assert "from 2nd Army to 5th Army" in told_
    assert "On 10 June Lind took over the 2nd Army." in told_
    assert 'href="/read/document/river' in told_
    assert '#c41-80"' in told_


def test_names_are_escaped(battle: Server) -> None:
    text = battle.client.get("/order-of-battle", params={"date": "1809-05-01"}, headers=BROWSER).text
    assert "Imre &lt;Orban&gt;" in text
    assert "<Orban>" not in text


def test_steps_lead_to_the_days_on_which_something_changes(battle: Server) -> None:
    asked = {"side": "northland", "date": "1809-06-10"}
    text = battle.client.get("/order-of-battle", params=asked, headers=BROWSER).text
    steps = text.partition('data-slot="slider"')[2].partition("</div>")[0]
    assert "date=1809-04-01" in steps
    assert "date=1809-06-20" in steps


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [({"date": "soon"}, 400, "“soon” is no date"), ({"side": "Nowhere"}, 404, "No side is called “Nowhere”")],
)
def test_what_cannot_be_asked_is_said_on_the_page(
    battle: Server, asked: dict[str, str], status: int, words: str
) -> None:
    answer = battle.client.get("/order-of-battle", params=asked, headers=BROWSER)
    assert answer.status_code == status
    assert words in answer.text
    assert "2nd Army" in answer.text


def test_json_holds_the_whole_history(battle: Server) -> None:
    answer = battle.client.get("/api/order-of-battle.json", params={"side": "side/northland"})
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert found["label"] == "Northland"
    lind = next(each for each in found["holdings"] if each["other"] == f"{BASE}person/lind")
    assert (lind["first"], lind["last"]) == (day("1809-06-10"), None)
    statement = found["statements"][lind["statement"]]
    assert statement["passages"][0]["href"].startswith("/read/document/river")
    assert statement["passages"][0]["href"].endswith("#c41-80")
    again = battle.client.get(
        "/api/order-of-battle.json",
        params={"side": "side/northland"},
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304


def test_json_of_an_unknown_side_is_not_found(battle: Server) -> None:
    answer = battle.client.get("/api/order-of-battle.json", params={"side": "Nowhere"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-found")


def test_formation_of_no_side_has_that_of_its_commander() -> None:
    joined = told("s", "north", kind=Kind.AFFILIATION, one="Varga")
    found = history(told("a", "Varga"), joined)
    found.things["north"] = Thing("north", "north", Sort.SIDE, "", 0, frozenset())
    whole = OrderOfBattle.of(found)
    assert whole.of_side("north").members == {"unit"}
    assert whole.borrowed == {"unit"}
    assert whole.sides() == (("north", 1),)


def test_formation_with_a_side_keeps_it_whoever_leads_it() -> None:
    joined = told("s", "north", kind=Kind.AFFILIATION, one="Varga")
    own = told("t", "south", kind=Kind.AFFILIATION)
    found = history(told("a", "Varga"), joined, own)
    for side in ("north", "south"):
        found.things[side] = Thing(side, side, Sort.SIDE, "", 0, frozenset())
    whole = OrderOfBattle.of(found)
    assert whole.of_side("north").members == frozenset()
    assert whole.of_side("south").members == {"unit"}
