"""The order of battle of a side on a day: page and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from orbat.serve.dates import plain_date
from orbat.serve.days import date_of, parse_period
from orbat.serve.errors import Problem, not_found
from orbat.serve.kept import Kept, json_bytes, json_response
from orbat.serve.orderofbattle.document import SHOWN, side_document
from orbat.serve.orderofbattle.model import NO_SIDE, OrderOfBattle, SideOrder
from orbat.serve.orderofbattle.page import Branch, Line, OrderPage, Proof, Said, SideChoice, Turned
from orbat.serve.orderofbattle.read import history
from orbat.serve.orderofbattle.records import Passage, Sort, Statement, Thing
from orbat.serve.orderofbattle.tree import Change, Link, Node, State, Turn, changes, state, tree
from orbat.serve.orderofbattle.validity import Basis, End, Holding
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.words import Words, interface, spaced

_NONE = "none"
"""What `side` says for the formations of no side."""
_SURE = 0.75


class OrderOfBattleViews:
    """The endpoints of the order of battle."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: Kept[OrderOfBattle] = Kept()

    async def page(self, request: Request) -> Response:
        """The tree of `side` on `date`, and what differs from the day `against`."""
        urls = await self._site.urls(request)
        whole = await self._whole(request)
        page = _page(whole, urls, interface(), request.query_params)
        return self._site.page(
            "order-of-battle.html", page, urls, page.problem.status if page.problem else 200
        )

    async def document(self, request: Request) -> Response:
        """The whole history of `side` as JSON. Raises `Problem` 404 for a side that is none."""
        urls = await self._site.urls(request)
        whole = await self._whole(request)
        typed = request.query_params.get("side", "")
        side = _side(whole, urls, typed)
        if side is None:
            raise not_found(f"The side {typed!r:.100}")
        return json_response(request, json_bytes(side_document(whole.of_side(side), urls)))

    async def _whole(self, request: Request) -> OrderOfBattle:
        engine = self._site.engine
        version = (await engine.keeper.current()).version

        async def make() -> OrderOfBattle:
            return OrderOfBattle.of(await history(engine, request))

        return await self._kept.get(version, make)


def _page(whole: OrderOfBattle, urls: Urls, t: Words, asked: QueryParams) -> OrderPage:
    sides = whole.sides()
    typed = asked.get("side", "").strip()
    side = _side(whole, urls, typed)
    problem = (
        None
        if side is not None
        else Problem(404, "not-found", t("order_of_battle.bad_side", typed=typed[:100]))
    )
    if side is None:
        side = sides[0][0] if sides else NO_SIDE
    order = whole.of_side(side)
    day, bad = _day(asked.get("date", ""), order.best_day(), t)
    against, worse = _day(asked.get("against", ""), None, t)
    problem = problem or bad or worse
    value = _value(side, urls)
    period = order.period()
    now = state(order, day) if day is not None else State({}, {})
    branches = tuple(_branch(each, order, day or 0, urls, t) for each in tree(order, now))
    writer = _Links(urls, value, against)
    label = whole.things[side].label if side else t("order_of_battle.no_side")
    return OrderPage(
        title=t("order_of_battle.title_of", side=label, date=plain_date(date_of(day)))
        if day is not None and sides
        else t("order_of_battle.title"),
        sides=tuple(_choice(whole, each, size, side, urls, t) for each, size in sides),
        side=label,
        date="" if day is None else date_of(day),
        against="" if against is None else date_of(against),
        compared=(date_of(min(day or 0, against or 0)), date_of(max(day or 0, against or 0))),
        picker="date" if period and period.first > _YEAR_ONE else "text",
        first=date_of(period.first) if period else "",
        last=date_of(period.last) if period else "",
        branches=branches,
        count=sum(_size(each) for each in branches),
        turns=_turns(order, day, against, now, urls, t),
        previous=writer.to(
            max((each for each in order.days() if day is not None and each < day), default=None)
        ),
        following=writer.to(
            min((each for each in order.days() if day is not None and each > day), default=None)
        ),
        source=urls.api("order-of-battle.json", side=value),
        problem=problem,
    )


_YEAR_ONE = -719_162
"""The first day that a date field of HTML can hold, 1 January of year 1."""


@dataclass(frozen=True, slots=True)
class _Links:
    """Links to other days of the same side."""

    urls: Urls
    side: str
    against: int | None

    def to(self, day: int | None) -> str:
        if day is None:
            return ""
        kept = {} if self.against is None else {"against": date_of(self.against)}
        return self.urls.order_of_battle(side=self.side, date=date_of(day), **kept)


def _side(whole: OrderOfBattle, urls: Urls, typed: str) -> str | None:
    """The side that was asked for by IRI, local part or name; the greatest for nothing; None for no side."""
    if not typed:
        sides = whole.sides()
        return sides[0][0] if sides else NO_SIDE
    if typed == _NONE:
        return NO_SIDE
    for iri in (typed, urls.iri(typed)):
        if iri in whole.things and whole.things[iri].sort is Sort.SIDE:
            return iri
    named = [
        iri
        for iri, thing in whole.things.items()
        if thing.sort is Sort.SIDE and thing.label.casefold() == typed.casefold()
    ]
    return named[0] if named else None


def _value(side: str, urls: Urls) -> str:
    """What stands for a side in an address."""
    return (side.removeprefix(urls.base_iri) if urls.is_data(side) else side) or _NONE


def _day(typed: str, default: int | None, t: Words) -> tuple[int | None, Problem | None]:
    """The first day of what was typed; the default, with a problem, where it cannot be read."""
    if not typed.strip():
        return default, None
    found = parse_period(typed)
    if found is None:
        return default, Problem(400, "bad-parameter", t("order_of_battle.bad_date", typed=typed[:60]))
    return found.first, None


def _choice(whole: OrderOfBattle, side: str, size: int, chosen: str, urls: Urls, t: Words) -> SideChoice:
    label = whole.things[side].label if side else t("order_of_battle.no_side")
    value = _value(side, urls)
    return SideChoice(value, label, size, urls.order_of_battle(side=value), side == chosen)


def _size(branch: Branch) -> int:
    return (branch.line.sort == Sort.UNIT) + sum(_size(each) for each in branch.children)


def _branch(node: Node, order: SideOrder, day: int, urls: Urls, t: Words) -> Branch:
    notes = []
    if node.foreign:
        notes.append(t("order_of_battle.foreign"))
    if node.thing.iri in order.whole.borrowed:
        notes.append(t("order_of_battle.borrowed"))
    if node.thing.sort is Sort.SIDE and node.commanders:
        notes.append(t("order_of_battle.forces"))
    if node.again:
        notes.append(t("order_of_battle.again"))
    if len(node.commanders) > 1:
        notes.append(t("order_of_battle.two_commanders", n=len(node.commanders)))
    if len(node.superiors) > 1:
        names = ", ".join(each.other.label for each in node.superiors)
        notes.append(t("order_of_battle.also_under", names=names))
    links = (*node.commanders, *node.superiors)
    return Branch(
        _line(node.thing, urls),
        spaced(node.thing.echelon),
        tuple(_line(each.other, urls, _notes(each, day, t)) for each in node.commanders),
        tuple(notes),
        tuple(_proof(each, urls, t, order) for link in links for each in link.holdings),
        tuple(_branch(each, order, day, urls, t) for each in node.children),
    )


def _line(thing: Thing, urls: Urls, notes: tuple[str, ...] = ()) -> Line:
    return Line(thing.label, urls.thing(thing.iri), thing.sort.value, notes)


def _notes(link: Link, day: int, t: Words) -> tuple[str, ...]:
    """What the reader should know of a link on a day: from the best of its statements."""
    best = min(link.holdings, key=lambda each: (list(Basis).index(each.basis), -(each.first or 0)))
    found = [_time_note(best, day, t)]
    lasting = [each for each in link.holdings if each.last is None]
    if not lasting:
        ends = max(link.holdings, key=lambda each: each.last or 0)
        found.append(t("order_of_battle.end_reason", date=_until(ends, t), reason=_reason(ends, t)))
    sure = max(each.statement.confidence for each in link.holdings)
    if sure < _SURE:
        found.append(t("order_of_battle.doubtful", percent=round(100 * sure)))
    if any(each.statement.contested for each in link.holdings):
        found.append(t("order_of_battle.contested"))
    return tuple(found)


def _time_note(holding: Holding, day: int, t: Words) -> str:
    told = holding.statement
    if holding.basis is Basis.STATED and told.period is not None and told.when is not None:
        key = "stated" if day in told.period else "carried"
        return t(f"order_of_battle.{key}", when=told.when.words)
    if holding.basis in {Basis.APPOINTED, Basis.ACCOUNT} and holding.first is not None:
        return t(f"order_of_battle.{holding.basis.value}", date=plain_date(date_of(holding.first)))
    return t("order_of_battle.undated")


def _until(holding: Holding, t: Words) -> str:
    return t("order_of_battle.until", date=plain_date(date_of(holding.last or 0)))


def _reason(holding: Holding, t: Words) -> str:
    return t(f"order_of_battle.end_{(holding.end or End.SUCCESSOR).value}")


def _proof(holding: Holding, urls: Urls, t: Words, order: SideOrder) -> Proof:
    told = holding.statement
    things = order.whole.things
    one, other = things[told.one].label, things[told.other].label
    if told.kind == "Command":
        label = t("order_of_battle.link_command", person=other, unit=one)
    else:
        label = t("order_of_battle.link_part", unit=one, superior=other)
    return proof(told, label, urls)


def proof(told: Statement, label: str, urls: Urls) -> Proof:
    """A statement with the first of its passages."""
    said = tuple(_said(each, urls) for each in told.passages[:SHOWN])
    return Proof(label, urls.thing(told.iri), said, max(len(told.passages) - SHOWN, 0))


def _said(passage: Passage, urls: Urls) -> Said:
    return Said(passage.quote, passage.name, urls.read(passage.document, passage.start, passage.end))


def _turns(
    order: SideOrder, day: int | None, against: int | None, now: State, urls: Urls, t: Words
) -> tuple[Turned, ...]:
    if day is None or against is None:
        return ()
    then = state(order, against)
    before, after = (then, now) if against <= day else (now, then)
    return tuple(_turned(each, order, urls, t) for each in changes(order, before, after))


def _turned(change: Change, order: SideOrder, urls: Urls, t: Words) -> Turned:
    detail = ""
    if change.turn in {Turn.COMMANDER, Turn.MOVED}:
        none = t("order_of_battle.nobody" if change.turn is Turn.COMMANDER else "order_of_battle.nowhere")
        detail = t(
            "order_of_battle.from_to", before=_list(change.before) or none, after=_list(change.after) or none
        )
    endings = [
        order.whole.statements[each.ended_by]
        for each in change.holdings
        if each.end in {End.DISMISSED, End.FELL} and each.statement.other in {b.iri for b in change.before}
    ]
    proofs = [_proof(each, urls, t, order) for each in change.holdings]
    proofs += [
        proof(each, t(f"order_of_battle.end_{_ending(each)}"), urls) for each in dict.fromkeys(endings)
    ]
    return Turned(
        change.turn.value,
        t(f"order_of_battle.{change.turn.value}"),
        _line(change.thing, urls),
        detail,
        tuple(proofs),
    )


def _ending(told: Statement) -> str:
    return (End.DISMISSED if told.kind == "Dismissal" else End.FELL).value


def _list(things: Iterable[Thing]) -> str:
    return ", ".join(each.label for each in things)
