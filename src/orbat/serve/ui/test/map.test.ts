import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, type Chronicle, clusters, type Event, histogram, holders, lanes, meets, shown } from "../src/map/data.ts";
import { unwrapped } from "../src/map/rings.ts";
import { ticks } from "../src/map/ticks.ts";
import { addMonths, type DateWords, dayOf, dayOfIso, dayWords, isoOf, partsOf } from "../src/common/days.ts";

const WORDS: DateWords = {
  months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  day: "{day} {month} {year}",
  month: "{month} {year}",
  before_christ: "{year} BC",
};

function event(first: number | null, last: number | null, more: Partial<Event> = {}): Event {
  return { href: "", kind: "Attack", label: "", named: false, first, last, when: "", modality: "happened", confidence: 1, contested: false, places: [0], side: null, who: [], against: [], passages: [], more: 0, ...more };
}

function chronicle(...events: Event[]): Chronicle {
  return { period: [0, 100], eras: [], kinds: {}, sides: [], places: [], events, changes: [] };
}

function change(first: number | null, last: number | null, before: number | null, after: number | null): Change {
  return { place: 0, event: 0, first, last, before, after, guessed: false };
}

const VIEW = { first: 10, last: 20, kind: "", all: false };

test("an event is shown whose time reaches into the one chosen", () => {
  const events = [event(0, 9), event(0, 10), event(15, 15), event(20, 90), event(21, 21), event(null, null)];
  assert.deepEqual(shown(chronicle(...events), VIEW), [1, 2, 3]);
});

test("what did not happen is shown only where it is asked for", () => {
  const told = chronicle(event(15, 15, { modality: "ordered" }), event(15, 15, { kind: "Capture" }));
  assert.deepEqual(shown(told, VIEW), [1]);
  assert.deepEqual(shown(told, { ...VIEW, all: true }), [0, 1]);
  assert.deepEqual(shown(told, { ...VIEW, kind: "Attack", all: true }), [0]);
});

test("nothing without a date lies in a time", () => {
  assert.equal(meets({ first: null, last: null }, VIEW), false);
});

test("who took a place last holds it", () => {
  const changes = [change(5, 5, 0, 1), change(15, 15, 1, 2)];
  assert.equal(holders(changes, 10).get(0)?.side, 1);
  assert.equal(holders(changes, 20).get(0)?.side, 2);
});

test("before the first change whoever lost the place held it, if that is told", () => {
  assert.equal(holders([change(5, 5, 0, 1)], 3).get(0)?.side, 0);
  assert.equal(holders([change(5, 5, null, 1)], 3).has(0), false);
  assert.equal(holders([{ ...change(5, 5, 0, 1), guessed: true }], 3).has(0), false);
});

test("a place is changing hands while the change may still be to come", () => {
  const now = holders([change(5, 30, 0, 1)], 10).get(0);
  assert.deepEqual([now?.side, now?.other, now?.unsure], [1, 0, true]);
  assert.equal(holders([change(5, 30, 0, 1)], 30).get(0)?.unsure, false);
});

test("a change without a date changes nothing", () => {
  assert.equal(holders([change(null, null, 0, 1)], 50).size, 0);
});

test("points in one cell are joined, and the chosen one stays alone", () => {
  const points = [
    { id: 1, x: 1, y: 1 },
    { id: 2, x: 3, y: 3 },
    { id: 3, x: 99, y: 1 },
  ];
  assert.deepEqual(clusters(points, 10, null).map((each) => [...each.members]), [[1, 2], [3]]);
  assert.deepEqual(clusters(points, 10, 2).map((each) => [...each.members]), [[1], [2], [3]]);
});

test("bars in one lane do not overlap, and too many lanes are none", () => {
  const told = chronicle(event(0, 10), event(5, 6), event(12, 13), event(7, 8));
  const found = lanes(told, [0, 1, 2, 3], 0, 5);
  assert.deepEqual(found?.map((each) => each.lane), [0, 1, 0, 1]);
  assert.equal(lanes(told, [0, 1, 2, 3], 0, 1), null);
});

test("a loose date is spread over the columns that it may lie in", () => {
  const { exact, fuzzy } = histogram(chronicle(event(0, 0), event(0, 99), event(-5, -1)), [0, 1, 2], 0, 99, 4);
  assert.deepEqual(exact, [1, 0, 0, 0]);
  assert.deepEqual(fuzzy, [0.25, 0.25, 0.25, 0.25]);
});

test("days of any year come back as they went", () => {
  for (const iso of ["-0215-08-02", "0000-02-29", "1941-12-05", "1970-01-01"]) {
    const day = dayOfIso(iso);
    assert.ok(day !== null);
    assert.equal(isoOf(day), iso);
  }
  assert.equal(dayOfIso("1970-01-01"), 0);
  assert.equal(dayOfIso("-0489-09-12"), -897878);
  assert.equal(dayOfIso("soon"), null);
});

test("a day is written as the server writes it", () => {
  assert.equal(dayWords(dayOf(-215, 8, 2), WORDS), "2 August 216 BC");
  assert.equal(dayWords(dayOf(1941, 12, 5), WORDS), "5 December 1941");
});

test("a month later is the same day, or the last of a shorter month", () => {
  assert.deepEqual(partsOf(addMonths(dayOf(1942, 1, 31), 1)), { year: 1942, month: 2, day: 28 });
  assert.deepEqual(partsOf(addMonths(dayOf(1941, 12, 5), 1)), { year: 1942, month: 1, day: 5 });
  assert.deepEqual(partsOf(addMonths(dayOf(1942, 3, 31), -1)), { year: 1942, month: 2, day: 28 });
});

for (const [name, first, last] of [
  ["a week", dayOf(1941, 12, 1), dayOf(1941, 12, 7)],
  ["a year", dayOf(1941, 1, 1), dayOf(1941, 12, 31)],
  ["a war before Christ", dayOf(-217, 3, 1), dayOf(-200, 10, 19)],
  ["a millennium", dayOf(-489, 1, 1), dayOf(1400, 1, 1)],
] as const) {
  test(`the axis over ${name} has a few marks, all of them on it`, () => {
    const found = ticks(first, last, 12, WORDS);
    assert.ok(found.length >= 1 && found.length <= 14, String(found.length));
    assert.ok(found.every((each) => each.day >= first && each.day <= last));
    assert.equal(new Set(found.map((each) => each.day)).size, found.length);
  });
}

test("an outline goes on beyond 180 degrees and does not cross the map back", () => {
  const ring = [[170, 60], [179, 65], [-175, 66], [-178, 70], [178, 71], [170, 60]];
  const plain = [[0, 0], [10, 0], [10, 10], [0, 0]];
  const shapes = unwrapped({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates: [[ring], [plain]] } }],
  });
  assert.deepEqual(shapes.features[0]?.geometry, {
    type: "MultiPolygon",
    coordinates: [[[[170, 60], [179, 65], [185, 66], [182, 70], [178, 71], [170, 60]]], [plain]],
  });
});
