import assert from "node:assert/strict";
import { test } from "node:test";
import { rooted } from "../src/common/data.ts";
import { find, folded, type Named, oneEdit } from "../src/search/names.ts";

const named = (...names: string[]): Named => ({ href: `~/${names[0]}`, label: names[0] ?? "", names, kind: "person", kindLabel: "person" });
const ALL = [named("Georgy Zhukov", "Zhukov"), named("Zhukovsky"), named("Blücher"), named("16th Army", "Sixteenth Army")];
const labels = (query: string) => find(ALL, query, 10).map((each) => each.label);

test("a whole name comes before a beginning, and a beginning before a letter wrong", () => {
  assert.deepEqual(labels("zhukov"), ["Georgy Zhukov", "Zhukovsky"]);
  assert.deepEqual(labels("zukov"), ["Georgy Zhukov"]);
  assert.deepEqual(labels("blucher"), ["Blücher"]);
  assert.deepEqual(labels("army sixteenth"), ["16th Army"]);
  assert.deepEqual(labels("napoleon"), []);
  assert.deepEqual(labels("  "), []);
});

test("the name that matched is told", () => {
  assert.equal(find(ALL, "sixteenth", 1)[0]?.matched, "Sixteenth Army");
});

test("one letter may be wrong, missing, too many, or two in the wrong order; not two", () => {
  for (const word of ["zukov", "zhhukov", "zhukof", "zhuokv"]) assert.ok(oneEdit("zhukov", word), word);
  assert.equal(oneEdit("zhukov", "zukof"), false);
  assert.equal(folded("Saint-Cyr’s  Élan"), "saint cyr s elan");
});

test("links of a static edition lead from the page that they are on", () => {
  assert.deepEqual(rooted({ a: ["~/page/x.html", "text"], n: 1, z: null }, "../"), { a: ["../page/x.html", "text"], n: 1, z: null });
});
