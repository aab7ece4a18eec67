/** Rows along time: a bar from the first date of a row to its last. */
import { dayOf, isoOf } from "../common/days.ts";
import { h, svg } from "../common/island.ts";
import { dateTicks } from "./axis.ts";
import { namingColumns } from "./columns.ts";
import { daysOf } from "./rdf.ts";
import type { Shown } from "./results.ts";

const MOST = 300;
const ROW = 24;
const LEFT = 290;
const WIDTH = 1000;
const TOP = 28;
const TWO_YEARS = 730;

/** A row with its time. */
export interface Spell {
  readonly first: number;
  readonly last: number;
  readonly label: string;
  readonly href: string | undefined;
}

/** Draws the timeline into `panel`: an axis for each stretch of time in which something happened. */
export async function timelineView(panel: HTMLElement, { table, columns, names, words }: Shown): Promise<() => void> {
  const naming = namingColumns(columns, columns.dates);
  const iris = table.rows.flatMap((row) => naming.flatMap((index) => (row[index]?.kind === "iri" ? [row[index].value] : [])));
  await names.learn(iris.slice(0, MOST)).catch(() => undefined);
  const found: Spell[] = table.rows.flatMap((row) => {
    const spans = columns.dates.flatMap((index) => daysOf(row[index], dayOf) ?? []);
    if (!spans.length) return [];
    const thing = row.find((term) => term?.kind === "iri");
    const label = naming.map((index) => names.text(row[index])).filter(Boolean).join(" · ") || names.text(thing);
    return [{ first: Math.min(...spans), last: Math.max(...spans), label, href: thing && names.href(thing) }];
  });
  found.sort((a, b) => a.first - b.first || a.last - b.last || a.label.localeCompare(b.label));
  const parts = stretches(found.slice(0, MOST)).map((part) => draw(part, words("timeline_label", { n: part.length })));
  const left = table.rows.length - found.length;
  const notes = [left ? words("timeline_note", { n: left }) : "", found.length > MOST ? words("drawn", { n: MOST, all: found.length }) : ""];
  panel.replaceChildren(
    h("div", { class: "scroll sparql-chart", tabindex: 0, role: "region", "aria-label": words("timeline") }, ...parts),
    h("p", { class: "note" }, notes.filter(Boolean).join(" · ")),
  );
  return () => undefined;
}

/** Parts of a list in order of time, cut where years pass of which nothing is told: more than a quarter of the whole. */
export function stretches(spells: readonly Spell[]): Spell[][] {
  const first = spells[0]?.first ?? 0;
  let last = -Infinity;
  for (const spell of spells) last = Math.max(last, spell.last);
  const least = Math.max((last - first) / 4, TWO_YEARS);
  const found: Spell[][] = [];
  let until = -Infinity;
  for (const spell of spells) {
    if (found.length && spell.first - until <= least) found[found.length - 1]?.push(spell);
    else found.push([spell]);
    until = Math.max(until, spell.last);
  }
  return found.length > 1 ? found.flatMap(stretches) : found;
}

function draw(spells: readonly Spell[], name: string): SVGElement {
  const first = spells[0]?.first ?? 0;
  const last = Math.max(...spells.map((each) => each.last), first + 6);
  const at = (day: number) => LEFT + ((day - first) / (last + 1 - first)) * (WIDTH - LEFT - 10);
  const height = TOP + spells.length * ROW + 6;
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": name });
  for (const { value, label } of dateTicks(first, last, 6)) {
    drawing.append(
      svg("line", { class: "grid", x1: at(value), x2: at(value), y1: TOP - 6, y2: height }),
      svg("text", { x: at(value), y: 14, "text-anchor": at(value) < LEFT + 30 ? "start" : at(value) > WIDTH - 40 ? "end" : "middle" }, label),
    );
  }
  spells.forEach(({ first: from, last: to, label, href }, index) => {
    const top = TOP + index * ROW;
    const short = svg("text", { x: LEFT - 10, y: top + 15, "text-anchor": "end" }, label.length > 44 ? `${label.slice(0, 43)}…` : label);
    const when = from === to ? isoOf(from) : `${isoOf(from)} – ${isoOf(to)}`;
    const width = Math.max(at(to + 1) - at(from), 5);
    drawing.append(
      href ? svg("a", { href }, short) : short,
      svg("rect", { class: "bar", x: at(from), y: top + 3, width, height: ROW - 8, rx: 3 }, svg("title", {}, `${label}: ${when}`)),
    );
  });
  return drawing;
}
