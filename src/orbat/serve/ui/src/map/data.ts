/** The map's document (`orbat.serve.chronicle.document`), and what is worked out from it. No DOM here. */

export interface Passage {
  readonly quote: string;
  readonly source: string;
  readonly href: string;
}

export interface Place {
  readonly label: string;
  readonly href: string;
  readonly at: [number, number] | null;
  readonly sure: boolean;
}

export interface Event {
  readonly href: string;
  readonly kind: string;
  readonly label: string;
  readonly named: boolean;
  readonly first: number | null;
  readonly last: number | null;
  readonly when: string;
  readonly modality: string;
  readonly confidence: number;
  readonly contested: boolean;
  readonly places: readonly number[];
  readonly side: number | null;
  readonly who: readonly (readonly [string, string])[];
  readonly against: readonly (readonly [string, string])[];
  readonly passages: readonly Passage[];
  readonly more: number;
}

export interface Change {
  readonly place: number;
  readonly event: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly guessed: boolean;
}

export interface Side {
  readonly label: string;
  readonly href: string;
  readonly mark: string;
}

export interface Chronicle {
  readonly period: readonly [number, number] | null;
  readonly eras: readonly (readonly [number, number])[];
  readonly kinds: Readonly<Record<string, string>>;
  readonly sides: readonly Side[];
  readonly places: readonly Place[];
  readonly events: readonly Event[];
  readonly changes: readonly Change[];
}

/** What is shown. `all`: also what did not happen; `kind` is empty for all kinds. */
export interface View {
  readonly first: number;
  readonly last: number;
  readonly kind: string;
  readonly all: boolean;
}

/** Who holds a place on a day: a side by number, null for not told; `unsure` while it changes hands. */
export interface Holder {
  readonly side: number | null;
  readonly other: number | null;
  readonly unsure: boolean;
  readonly change: Change | null;
}

/** Whether an event is of the kinds asked for, whatever its date. */
export function wanted(event: Event, view: View): boolean {
  return (view.all || event.modality === "happened") && (!view.kind || event.kind === view.kind);
}

/** Whether a dated thing can have happened in the time shown. */
export function meets(each: { readonly first: number | null; readonly last: number | null }, view: View): boolean {
  return each.first !== null && each.last !== null && each.first <= view.last && each.last >= view.first;
}

/** The numbers of the events shown, in order of time. */
export function shown(chronicle: Chronicle, view: View): number[] {
  return chronicle.events.flatMap((each, index) => (wanted(each, view) && meets(each, view) ? [index] : []));
}

/** Who holds each place at the end of `day`, by the number of the place; places that nobody is told to hold are left out. */
export function holders(changes: readonly Change[], day: number): Map<number, Holder> {
  const found = new Map<number, Holder>();
  const before = new Map<number, Change>();
  for (const each of changes) {
    if (each.first === null || each.last === null) continue;
    if (each.first > day) {
      // Nothing before tells who held it: then whoever lost it did, from the first.
      if (!found.has(each.place) && !before.has(each.place)) {
        before.set(each.place, each);
        if (each.before !== null && !each.guessed) found.set(each.place, { side: each.before, other: null, unsure: false, change: null });
      }
      continue;
    }
    const was = found.get(each.place)?.side ?? each.before;
    const unsure = each.last > day && was !== each.after;
    found.set(each.place, { side: each.after, other: unsure ? was : null, unsure, change: each });
  }
  return found;
}

export interface Cluster {
  readonly x: number;
  readonly y: number;
  readonly members: readonly number[];
}

/** Points that lie in one cell of a grid, joined; `keep` stays alone. Coordinates are pixels. */
export function clusters(points: readonly { readonly id: number; readonly x: number; readonly y: number }[], cell: number, keep: number | null): Cluster[] {
  const cells = new Map<string, { id: number; x: number; y: number }[]>();
  for (const each of points) {
    const key = each.id === keep ? "kept" : `${Math.floor(each.x / cell)},${Math.floor(each.y / cell)}`;
    const there = cells.get(key);
    if (there) there.push(each);
    else cells.set(key, [each]);
  }
  return [...cells.values()].map((members) => ({
    x: members.reduce((sum, each) => sum + each.x, 0) / members.length,
    y: members.reduce((sum, each) => sum + each.y, 0) / members.length,
    members: members.map((each) => each.id),
  }));
}

export interface Bar {
  readonly event: number;
  readonly lane: number;
}

/** A lane for each of `events` so that no two overlap within `gap` days; null where more than `most` are needed. */
export function lanes(chronicle: Chronicle, events: readonly number[], gap: number, most: number): Bar[] | null {
  const ends: number[] = [];
  const bars: Bar[] = [];
  for (const index of events) {
    const event = chronicle.events[index];
    if (!event || event.first === null || event.last === null) continue;
    const first = event.first;
    let lane = ends.findIndex((end) => end < first);
    if (lane < 0) lane = ends.length;
    if (lane >= most) return null;
    ends[lane] = event.last + gap;
    bars.push({ event: index, lane });
  }
  return bars;
}

/** How many events each of `bins` equal stretches has: those dated within one, and the shares of wider ones. */
export function histogram(chronicle: Chronicle, events: readonly number[], first: number, last: number, bins: number): { exact: number[]; fuzzy: number[] } {
  const exact = new Array<number>(bins).fill(0);
  const fuzzy = new Array<number>(bins).fill(0);
  const width = (last - first + 1) / bins;
  const bin = (day: number): number => Math.min(Math.max(Math.floor((day - first) / width), 0), bins - 1);
  for (const index of events) {
    const event = chronicle.events[index];
    if (!event || event.first === null || event.last === null || event.last < first || event.first > last) continue;
    const [from, to] = [bin(event.first), bin(event.last)];
    if (from === to) exact[from] = (exact[from] ?? 0) + 1;
    else for (let at = from; at <= to; at += 1) fuzzy[at] = (fuzzy[at] ?? 0) + 1 / (to - from + 1);
  }
  return { exact, fuzzy };
}
