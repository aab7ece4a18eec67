import assert from "node:assert/strict";
import { test } from "node:test";
import { History, type Holding, type Node, type Thing } from "../src/order-of-battle/history.ts";

const thing = (id: string, more: Partial<Thing> = {}): Thing => ({ id, label: id, href: "", sort: "unit", echelon: "", node: true, member: true, foreign: false, borrowed: false, present: null, ...more });
const person = (id: string): Thing => thing(id, { sort: "person", node: false, member: false });

function under(one: string, other: string, first: number | null = null, last: number | null = null): Holding {
  return { kind: "subordination", one, other, first, last, basis: "stated", end: "", endedBy: "", statement: `${one}-${other}` };
}

const led = (one: string, other: string, first: number | null = null, last: number | null = null): Holding => ({ ...under(one, other, first, last), kind: "command" });

function history(things: readonly Thing[], ...holdings: Holding[]): History {
  return new History({ side: "side", label: "Side", period: [0, 100], days: [], things, holdings, statements: {} });
}

const names = (nodes: readonly Node[]): unknown[] => nodes.map((each) => (each.children.length ? [each.thing.id, names(each.children)] : each.thing.id));

test("formations stand under their superiors of the day", () => {
  const told = history([thing("front"), thing("army"), thing("corps")], under("army", "front"), under("corps", "army", null, 10), under("corps", "front", 11));
  assert.deepEqual(names(told.tree(told.at(5))), [["front", [["army", ["corps"]]]]]);
  assert.deepEqual(names(told.tree(told.at(11))), [["front", ["army", "corps"]]]);
});

test("a formation under two superiors stands under both", () => {
  const told = history([thing("a"), thing("b"), thing("corps")], under("corps", "a"), under("corps", "b"));
  const found = told.tree(told.at(0));
  assert.deepEqual(names(found), [["a", ["corps"]], ["b", ["corps"]]]);
  assert.equal(found[0]?.children[0]?.superiors.size, 2);
});

test("the superior of a superior is not shown once more", () => {
  const told = history([thing("front"), thing("army"), thing("corps")], under("army", "front"), under("corps", "army"), under("corps", "front"));
  assert.deepEqual(names(told.tree(told.at(0))), [["front", [["army", ["corps"]]]]]);
});

test("a ring is shown and ends", () => {
  const told = history([thing("a"), thing("b")], under("a", "b"), under("b", "a"));
  const [root] = told.tree(told.at(0));
  assert.equal(root?.thing.id, "a");
  assert.equal(root?.children[0]?.children[0]?.again, true);
});

test("a formation that is not there yet is in no tree", () => {
  const told = history([thing("old"), thing("new", { present: [50, 100] })]);
  assert.deepEqual(names(told.tree(told.at(10))), ["old"]);
  assert.deepEqual(told.changes(told.at(10), told.at(60)).map((each) => [each.turn, each.thing.id]), [["added", "new"]]);
  assert.deepEqual(told.changes(told.at(60), told.at(10)).map((each) => [each.turn, each.thing.id]), [["gone", "new"]]);
});

test("a foreign superior is shown for what stands under it, a foreign formation alone is not", () => {
  const told = history([thing("ally", { member: false, foreign: true }), thing("stranger", { member: false }), thing("corps")], under("corps", "ally"));
  const found = told.tree(told.at(0));
  assert.deepEqual(names(found), [["ally", ["corps"]]]);
  assert.equal(found[0]?.foreign, true);
});

test("changes tell who led before and who leads after", () => {
  const told = history([thing("army"), person("Varga"), person("Lind")], led("army", "Varga", null, 10), led("army", "Lind", 11));
  const [found] = told.changes(told.at(0), told.at(20));
  assert.deepEqual([found?.turn, found?.before, found?.after], ["commander", ["Varga"], ["Lind"]]);
  assert.deepEqual(found?.holdings.map((each) => each.statement), ["army-Lind", "army-Varga"]);
  assert.deepEqual(told.changes(told.at(12), told.at(20)), []);
});
