/** What the explorer knows, apart from any drawing: things, lines, what is shown of them, and the view's address. */
import { dayOf, type Period } from "./period.ts";

/** A thing, as `/api/neighbours.json` gives it. */
export interface Thing {
  readonly iri: string;
  readonly label: string;
  readonly href: string;
  readonly kind: string;
  readonly kindLabel: string;
  readonly when?: string;
}

/** A line between two things. `first` and `last` are XSD dates. */
export interface Line {
  readonly source: string;
  readonly target: string;
  readonly relation: string;
  readonly label: string;
  readonly statement: string;
  readonly first?: string;
  readonly last?: string;
  readonly when?: string;
}

/** What stands around a thing. */
export interface Around {
  readonly thing: Thing;
  readonly nodes: readonly Thing[];
  readonly edges: readonly Line[];
  readonly cut: boolean;
  readonly query: string;
}

/** What a view shows: it is all that its address holds. */
export interface View {
  /** Things expanded, in the order in which they were. */
  readonly expanded: readonly string[];
  /** Relations of a thing of which all lines are shown: `iri relation`. */
  readonly whole: ReadonlySet<string>;
  /** Things taken away. */
  readonly removed: ReadonlySet<string>;
  /** Relations that are filtered out. */
  readonly off: ReadonlySet<string>;
  readonly from: string;
  readonly to: string;
  readonly undated: boolean;
  readonly layout: string;
}

/** Lines of one relation that an expansion shows before one asks for the rest. */
export const FIRST = 25;

/** How many lines of one relation an expansion holds back. */
export interface Rest {
  readonly relation: string;
  readonly label: string;
  readonly count: number;
}

/** A name for a line that two expansions have in common. */
export function lineKey(line: Line): string {
  return [line.source, line.target, line.relation, line.statement].join(" ");
}

/** The things and lines that the expansions of a view bring in, before filters. */
export function gather(view: View, known: ReadonlyMap<string, Around>): { things: Map<string, Thing>; lines: Map<string, Line> } {
  const things = new Map<string, Thing>();
  const lines = new Map<string, Line>();
  for (const iri of view.expanded) {
    const around = known.get(iri);
    if (!around || view.removed.has(iri)) continue;
    things.set(iri, around.thing);
  }
  const all = new Map<string, Thing>();
  for (const around of known.values()) for (const node of around.nodes) all.set(node.iri, node);
  for (const iri of view.expanded) {
    const around = known.get(iri);
    if (!around || view.removed.has(iri)) continue;
    for (const line of shownOf(around, view)) {
      const other = line.source === iri ? line.target : line.source;
      if (view.removed.has(other)) continue;
      const thing = things.get(other) ?? all.get(other);
      if (!thing) continue;
      things.set(other, thing);
      lines.set(lineKey(line), line);
    }
  }
  // A line that an expansion held back is drawn all the same once both its ends are there.
  for (const iri of view.expanded) {
    for (const line of known.get(iri)?.edges ?? []) {
      if (things.has(line.source) && things.has(line.target)) lines.set(lineKey(line), line);
    }
  }
  return { things, lines };
}

function shownOf(around: Around, view: View): Line[] {
  const counts = new Map<string, number>();
  return around.edges.filter((line) => {
    const count = (counts.get(line.relation) ?? 0) + 1;
    counts.set(line.relation, count);
    return count <= FIRST || view.whole.has(`${around.thing.iri} ${line.relation}`);
  });
}

/** What an expansion holds back, by relation. */
export function rest(around: Around, view: View): Rest[] {
  const found = new Map<string, Rest>();
  for (const line of around.edges) {
    const before = found.get(line.relation);
    found.set(line.relation, { relation: line.relation, label: line.label, count: (before?.count ?? 0) + 1 });
  }
  return [...found.values()]
    .filter((each) => !view.whole.has(`${around.thing.iri} ${each.relation}`) && each.count > FIRST)
    .map((each) => ({ ...each, count: each.count - FIRST }));
}

/** Whether a line passes the filters of a view. */
export function passes(line: Line, view: View, period: Period): boolean {
  if (view.off.has(line.relation)) return false;
  if (period.from === undefined && period.to === undefined) return true;
  const first = dayOf(line.first ?? "");
  const last = dayOf(line.last ?? "");
  if (first === undefined || last === undefined) return view.undated;
  return last >= (period.from ?? -Infinity) && first <= (period.to ?? Infinity);
}

/** A view as the part of an address after `#`. IRIs that begin with `base` lose it. */
export function toHash(view: View, base: string): string {
  const short = (iri: string) => (iri.startsWith(base) ? iri.slice(base.length) : iri);
  const found = new URLSearchParams();
  for (const iri of view.expanded) found.append("expand", short(iri));
  for (const each of view.whole) found.append("all", short(each));
  for (const iri of view.removed) found.append("without", short(iri));
  for (const each of view.off) found.append("off", each);
  if (view.from) found.set("from", view.from);
  if (view.to) found.set("to", view.to);
  if (!view.undated) found.set("undated", "no");
  if (view.layout !== "force") found.set("layout", view.layout);
  return found.toString();
}

/** The view of an address; of an empty one, `thing` expanded. What is no view of ours is left out. */
export function fromHash(hash: string, base: string, thing: string): View {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const long = (iri: string) => (/^[a-z][a-z0-9+.-]*:/i.test(iri) ? iri : base + iri);
  const expanded = [...new Set(found.getAll("expand").map(long))];
  return {
    expanded: expanded.length ? expanded : [thing],
    whole: new Set(found.getAll("all").map(long)),
    removed: new Set(found.getAll("without").map(long)),
    off: new Set(found.getAll("off")),
    from: found.get("from") ?? "",
    to: found.get("to") ?? "",
    undated: found.get("undated") !== "no",
    layout: found.get("layout") ?? "force",
  };
}
