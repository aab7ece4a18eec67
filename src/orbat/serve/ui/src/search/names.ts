/** Finds names in a list of all of them: for an edition without a server, which would do this. */
import type { Found } from "./combobox.ts";

/** A thing with all its names, as `/api/search-index.json` lists it: the most named come first. */
export interface Named {
  readonly iri?: string;
  readonly href: string;
  readonly label: string;
  readonly names: readonly string[];
  readonly kind: string;
  readonly kindLabel: string;
  readonly detail?: string;
  readonly years?: string;
}

const EXACT = 0;
const PREFIX = 1;
const WORD = 2;
const FUZZY = 3;
const SHORTEST_FUZZY = 4;

/** The best `limit` things for a query: the whole name, its beginning, the beginning of a word, one letter wrong. */
export function find(all: readonly Named[], query: string, limit: number): Found[] {
  const wanted = folded(query);
  if (!wanted) return [];
  const ranked: { rank: number; index: number; matched: string }[] = [];
  all.forEach((each, index) => {
    let best: { rank: number; matched: string } | undefined;
    for (const name of each.names) {
      const rank = rankOf(folded(name), wanted);
      if (rank !== undefined && (best === undefined || rank < best.rank)) best = { rank, matched: name };
    }
    if (best) ranked.push({ ...best, index });
  });
  ranked.sort((a, b) => a.rank - b.rank || a.index - b.index);
  return ranked.slice(0, limit).flatMap(({ index, matched }) => {
    const each = all[index];
    return each ? [{ ...each, iri: each.iri ?? each.href, matched }] : [];
  });
}

/** Letters without accents and capitals, words with single blanks between them. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function rankOf(name: string, wanted: string): number | undefined {
  if (name === wanted) return EXACT;
  if (name.startsWith(wanted)) return PREFIX;
  if (` ${name}`.includes(` ${wanted}`)) return WORD;
  if (wanted.length < SHORTEST_FUZZY) return undefined;
  const words = name.split(" ");
  return wanted.split(" ").every((word) => words.some((each) => each.startsWith(word) || oneEdit(each, word)))
    ? FUZZY
    : undefined;
}

/** Whether one letter left out, put in, changed, or two that changed places, make two words the same. */
export function oneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.length === restB.length) {
    if (restA.slice(1) === restB.slice(1)) return true;
    return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  }
  return restA.length > restB.length ? restA.slice(1) === restB : restA === restB.slice(1);
}
