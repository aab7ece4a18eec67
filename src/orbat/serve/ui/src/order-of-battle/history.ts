/** What held on a day, from the whole history of a side: the same rules as `orbat.serve.orderofbattle.tree`. */

export interface Thing {
  readonly id: string;
  readonly label: string;
  readonly href: string;
  readonly sort: string;
  readonly echelon: string;
  readonly node: boolean;
  readonly member: boolean;
  readonly foreign: boolean;
  readonly borrowed: boolean;
  readonly present: readonly [number, number] | null;
}

export interface Holding {
  readonly kind: "command" | "subordination";
  readonly one: string;
  readonly other: string;
  readonly first: number | null;
  readonly last: number | null;
  readonly basis: "stated" | "appointed" | "account" | "undated";
  readonly end: "" | "successor" | "moved" | "dismissed" | "fell";
  readonly endedBy: string;
  readonly statement: string;
}

export interface Passage {
  readonly quote: string;
  readonly source: string;
  readonly href: string;
}

export interface Statement {
  readonly href: string;
  readonly when: string;
  readonly told: readonly [number, number] | null;
  readonly confidence: number;
  readonly contested: boolean;
  readonly passages: readonly Passage[];
  readonly more: number;
}

export interface Side {
  readonly side: string;
  readonly label: string;
  readonly period: readonly [number, number] | null;
  readonly days: readonly number[];
  readonly things: readonly Thing[];
  readonly holdings: readonly Holding[];
  readonly statements: Readonly<Record<string, Statement>>;
}

type Links = ReadonlyMap<string, readonly Holding[]>;

/** For each formation that is there its superiors and its commanders, with what says so. */
export interface State {
  readonly superiors: ReadonlyMap<string, Links>;
  readonly commanders: ReadonlyMap<string, Links>;
}

export interface Node {
  readonly thing: Thing;
  readonly commanders: Links;
  readonly superiors: Links;
  readonly children: readonly Node[];
  readonly foreign: boolean;
  readonly again: boolean;
}

export interface Change {
  readonly turn: "added" | "gone" | "commander" | "moved";
  readonly thing: Thing;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly holdings: readonly Holding[];
}

const within = (day: number, first: number | null, last: number | null): boolean =>
  (first === null || first <= day) && (last === null || day <= last);

/** A side's history with its things by id, in the order in which a tree lists them. */
export class History {
  readonly side: Side;
  readonly things: ReadonlyMap<string, Thing>;
  readonly #rank: ReadonlyMap<string, number>;

  constructor(side: Side) {
    this.side = side;
    this.things = new Map(side.things.map((each) => [each.id, each]));
    this.#rank = new Map(side.things.map((each, rank) => [each.id, rank]));
  }

  label(id: string): string {
    return this.things.get(id)?.label ?? id;
  }

  /** `ids` by name. */
  named(ids: Iterable<string>): string[] {
    return [...ids].sort((a, b) => (this.label(a) < this.label(b) ? -1 : this.label(a) > this.label(b) ? 1 : a < b ? -1 : 1));
  }

  /** What is there on `day`. */
  at(day: number): State {
    const superiors = new Map<string, Map<string, Holding[]>>();
    const commanders = new Map<string, Map<string, Holding[]>>();
    for (const thing of this.side.things) {
      if (!thing.node || (thing.present && !within(day, ...thing.present))) continue;
      superiors.set(thing.id, new Map());
      commanders.set(thing.id, new Map());
    }
    for (const each of this.side.holdings) {
      if (!superiors.has(each.one) || !within(day, each.first, each.last) || !this.things.has(each.other)) continue;
      if (each.kind === "command") push(commanders.get(each.one), each);
      else if (superiors.has(each.other) && each.other !== each.one) push(superiors.get(each.one), each);
    }
    return {
      superiors: new Map([...superiors.keys()].map((id) => [id, direct(id, superiors)])),
      commanders,
    };
  }

  /** The formations that nothing stands above, with all below them. */
  tree(state: State): Node[] {
    const below = new Map<string, string[]>();
    for (const [id, above] of state.superiors) for (const each of above.keys()) below.set(each, [...(below.get(each) ?? []), id]);
    const shown = new Set<string>();
    const sorted = (ids: Iterable<string>): string[] =>
      [...ids].sort((a, b) => (this.#rank.get(a) ?? 0) - (this.#rank.get(b) ?? 0));
    const node = (id: string, path: ReadonlySet<string>): Node => {
      shown.add(id);
      const thing = this.things.get(id) as Thing;
      const again = path.has(id);
      return {
        thing,
        commanders: state.commanders.get(id) ?? new Map(),
        superiors: state.superiors.get(id) ?? new Map(),
        children: again ? [] : sorted(below.get(id) ?? []).map((each) => node(each, new Set([...path, id]))),
        foreign: thing.foreign,
        again,
      };
    };
    const wanted = (id: string): boolean => {
      const thing = this.things.get(id) as Thing;
      if (thing.member && thing.sort === "unit") return true;
      const led = (state.commanders.get(id)?.size ?? 0) > 0;
      return below.has(id) || (led && (thing.member || id === this.side.side));
    };
    const all = sorted(state.superiors.keys());
    const hangs = (id: string): boolean => (state.superiors.get(id)?.size ?? 0) > 0;
    const roots = all.filter((id) => !hangs(id) && wanted(id)).map((id) => node(id, new Set()));
    for (const id of all) if (!shown.has(id) && hangs(id)) roots.push(node(id, new Set()));
    return roots;
  }

  /** What `after` has that `before` had not, and the other way round. */
  changes(before: State, after: State): Change[] {
    const found: Change[] = [];
    for (const thing of this.side.things) {
      const [was, is] = [before.superiors.has(thing.id), after.superiors.has(thing.id)];
      if (was !== is) {
        if (thing.member) found.push({ turn: is ? "added" : "gone", thing, before: [], after: [], holdings: [] });
        continue;
      }
      if (!was) continue;
      const pairs = [
        ["commander", before.commanders, after.commanders],
        ["moved", before.superiors, after.superiors],
      ] as const;
      for (const [turn, one, two] of pairs) {
        const from = one.get(thing.id) ?? new Map<string, readonly Holding[]>();
        const to = two.get(thing.id) ?? new Map<string, readonly Holding[]>();
        const fresh = [...to.keys()].filter((id) => !from.has(id)).sort();
        const gone = [...from.keys()].filter((id) => !to.has(id)).sort();
        if (!fresh.length && !gone.length) continue;
        const holdings = [...fresh.flatMap((id) => to.get(id) ?? []), ...gone.flatMap((id) => from.get(id) ?? [])];
        found.push({ turn, thing, before: this.named(from.keys()), after: this.named(to.keys()), holdings });
      }
    }
    return found;
  }
}

function push(links: Map<string, Holding[]> | undefined, holding: Holding): void {
  if (links) links.set(holding.other, [...(links.get(holding.other) ?? []), holding]);
}

/** The superiors of `id` without those that stand above another of them. */
function direct(id: string, superiors: ReadonlyMap<string, Links>): Links {
  const mine = superiors.get(id) ?? new Map<string, readonly Holding[]>();
  if (mine.size < 2) return mine;
  const indirect = new Set<string>();
  for (const each of mine.keys()) for (const above of reach(each, superiors)) indirect.add(above);
  indirect.delete(id);
  const kept = new Map([...mine].filter(([each]) => !indirect.has(each)));
  return kept.size ? kept : mine;
}

function reach(id: string, superiors: ReadonlyMap<string, Links>): Set<string> {
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const each of superiors.get(next)?.keys() ?? []) {
      if (!found.has(each)) {
        found.add(each);
        open.push(each);
      }
    }
  }
  return found;
}
