import assert from "node:assert/strict";
import { test } from "node:test";
import { escape, graphml, wrapped } from "../src/explore/export.ts";
import { type Around, FIRST, fromHash, gather, type Line, passes, rest, toHash, type View } from "../src/explore/model.ts";
import { bound, dayOf } from "../src/explore/period.ts";

const BASE = "https://example.org/id/";
const thing = (name: string) => ({ iri: BASE + name, label: name, href: `/page/${name}`, kind: "unit", kindLabel: "army" });
const line = (from: string, to: string, more: Partial<Line> = {}): Line => ({
  source: BASE + from,
  target: BASE + to,
  relation: "Command",
  label: "command",
  statement: `${from}-${to}`,
  ...more,
});
const start = (hash = "") => fromHash(hash, BASE, `${BASE}a`);
const around = (name: string, others: string[]): Around => ({
  thing: thing(name),
  nodes: others.map(thing),
  edges: others.map((other) => line(name, other)),
  cut: false,
  query: "",
});

test("a view survives its address", () => {
  const view: View = {
    expanded: [`${BASE}a`, "urn:other"],
    whole: new Set([`${BASE}a Command`]),
    removed: new Set([`${BASE}b`]),
    off: new Set(["Affiliation"]),
    from: "1941-10",
    to: "",
    undated: false,
    layout: "tree",
  };
  assert.deepEqual(fromHash(`#${toHash(view, BASE)}`, BASE, "urn:start"), view);
  assert.deepEqual(start().expanded, [`${BASE}a`]);
});

test("what an expansion holds back is counted, and shown when asked for", () => {
  const names = Array.from({ length: FIRST + 5 }, (_, index) => `n${index}`);
  const known = new Map([[`${BASE}a`, around("a", names)]]);
  assert.equal(gather(start(), known).lines.size, FIRST);
  assert.deepEqual(rest(around("a", names), start()).map((each) => each.count), [5]);
  const whole = { ...start(), whole: new Set([`${BASE}a Command`]) };
  assert.equal(gather(whole, known).lines.size, FIRST + 5);
  assert.deepEqual(rest(around("a", names), whole), []);
});

test("what was taken away stays away, with its lines", () => {
  const known = new Map([[`${BASE}a`, around("a", ["b", "c"])]]);
  const { things, lines } = gather({ ...start(), removed: new Set([`${BASE}b`]) }, known);
  assert.deepEqual([...things.keys()], [`${BASE}a`, `${BASE}c`]);
  assert.equal(lines.size, 1);
});

test("a line passes a period that it meets", () => {
  const period = { from: bound("1941-10", false), to: bound("1941-11", true) };
  const dated = (first: string, last: string) => passes(line("a", "b", { first, last }), start(), period);
  assert.equal(dated("1941-09-01", "1941-10-01"), true);
  assert.equal(dated("1941-12-01", "1941-12-31"), false);
  assert.equal(passes(line("a", "b"), start(), period), true);
  assert.equal(passes(line("a", "b"), start("undated=no"), period), false);
  assert.equal(passes(line("a", "b"), start("off=Command"), { from: undefined, to: undefined }), false);
});

test("typed dates are years, months or days, before our era too", () => {
  assert.equal(bound("1941-12-05", false), dayOf("1941-12-05"));
  assert.equal(bound("-215", true), dayOf("-0215-12-31"));
  assert.equal(bound("", false), undefined);
  assert.ok(Number.isNaN(bound("1941-13", false)));
  assert.ok((dayOf("-0215-08-02") ?? 0) < (dayOf("-0206-01-01") ?? 0));
});

test("GraphML holds names as they are, and nothing that XML forbids", () => {
  const found = graphml([{ ...thing("a"), label: 'Smith & "Sons" <\u0001' }], [line("a", "a")]);
  assert.match(found, /Smith &amp; &quot;Sons&quot; &lt;</);
  assert.match(found, /<edge id="e0" source="https:\/\/example.org\/id\/a"/);
  assert.equal(escape("a\u0000b"), "ab");
});

test("long words have a line of their own", () => {
  assert.deepEqual(wrapped("Army of the Potomac", 12), ["Army of the", "Potomac"]);
  assert.deepEqual(wrapped("", 12), []);
});
