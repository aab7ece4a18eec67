/** Completes terms of the ontology, and names of the graph's things to their IRIs. */
import type Yasqe from "@zazuko/yasqe";
import { getJson, type Words } from "../common/island.ts";

interface Vocabulary {
  readonly prefixes: Readonly<Record<string, string>>;
  readonly terms: readonly Offered[];
}

/** A term on offer. */
export interface Offered {
  readonly iri: string;
  readonly group: string;
  readonly label: string;
  readonly definition: string;
}

interface Suggestion {
  readonly text: string;
  readonly name: string;
  readonly about: string;
}

const WORD = /(?:[\p{L}][\p{L}\p{N}_-]*:[\p{L}\p{N}_.-]*|[\p{L}][\p{L}\p{N}_'’.-]*)$/u;
const LIMIT = 30;
/** Words of SPARQL 1.1 itself (https://www.w3.org/TR/sparql11-query/#rExpression): nothing is offered for them. */
const KEYWORDS = new Set(
  (
    "a as asc ask avg base bind bnode bound by coalesce concat construct contains count datatype day desc describe " +
    "distinct exists filter from graph group having hours if in iri isblank isiri isliteral isnumeric isuri lang " +
    "langmatches lcase limit max min minus minutes month named not now offset optional order prefix rand reduced " +
    "regex replace round sample seconds select separator service silent str strafter strbefore strdt strends " +
    "strlang strlen strstarts substr sum timezone tz ucase undef union uri uuid values where year true false"
  ).split(" "),
);

/** The part of a line before the cursor that is to be completed; undefined where nothing is. */
export function wordBefore(line: string): { word: string; start: number } | undefined {
  const match = WORD.exec(line);
  if (!match || /(?:[?$@^"\\]|<[^<>\s]*)$/.test(line.slice(0, match.index))) return undefined;
  if (/^\s*(?:prefix|base)\b/i.test(line)) return undefined;
  const word = match[0];
  if (!word.includes(":") && (word.length < 3 || KEYWORDS.has(word.toLowerCase()))) return undefined;
  return { word, start: match.index };
}

/** The terms that fit a word, the best first: those whose name begins with it, then those that contain it. */
export function fitting(terms: readonly Offered[], prefixes: Readonly<Record<string, string>>, word: string, classesFirst: boolean): Suggestion[] {
  const [prefix, local] = word.includes(":") ? [word.slice(0, word.indexOf(":")), word.slice(word.indexOf(":") + 1)] : [undefined, word];
  const namespace = prefix === undefined ? undefined : prefixes[prefix];
  const wanted = local.toLowerCase();
  const ranked: { rank: number; suggestion: Suggestion }[] = [];
  for (const term of terms) {
    if (prefix !== undefined && (namespace === undefined || !term.iri.startsWith(namespace))) continue;
    const short = shortened(term.iri, prefixes);
    const name = short.slice(short.indexOf(":") + 1).toLowerCase();
    const begins = name.startsWith(wanted) || term.label.toLowerCase().startsWith(wanted);
    if (!begins && !name.includes(wanted) && !term.label.toLowerCase().includes(wanted)) continue;
    const rank = (begins ? 0 : 2) + ((term.group === "class") === classesFirst ? 0 : 1);
    ranked.push({ rank, suggestion: { text: short, name: short, about: term.definition || term.label } });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || a.suggestion.name.length - b.suggestion.name.length || a.suggestion.name.localeCompare(b.suggestion.name))
    .slice(0, LIMIT)
    .map((each) => each.suggestion);
}

/** An IRI with the prefix that fits, else in brackets. */
export function shortened(iri: string, prefixes: Readonly<Record<string, string>>): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const local = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && /^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(local)) return `${prefix}:${local}`;
  }
  return `<${iri}>`;
}

/** Registers the completion with the editor's class, under the name that it gives back. */
export function register(editor: typeof Yasqe, sources: { terms: string; search: string }, words: Words): string {
  const name = "orbat";
  let vocabulary: Promise<Vocabulary> | undefined;
  const about = new Map<string, Suggestion>();
  const load = () => (vocabulary ??= getJson<Vocabulary>(sources.terms));

  editor.registerAutocompleter(
    {
      name,
      bulk: false,
      autoShow: true,
      isValidCompletionPosition: (yasqe) => {
        const cursor = yasqe.getDoc().getCursor();
        const type = yasqe.getTokenAt(cursor).type ?? "";
        if (/comment|string(?!-2)/.test(type)) return false;
        return wordBefore(yasqe.getDoc().getLine(cursor.line).slice(0, cursor.ch)) !== undefined;
      },
      preProcessToken: (yasqe, token) => {
        const cursor = yasqe.getDoc().getCursor();
        const found = wordBefore(yasqe.getDoc().getLine(cursor.line).slice(0, cursor.ch));
        if (!found) return { ...token, autocompletionString: "" };
        return {
          ...token,
          string: found.word,
          autocompletionString: found.word,
          from: { ch: found.start },
          to: { ch: cursor.ch },
        };
      },
      get: async (yasqe, token) => {
        const word = token?.autocompletionString ?? "";
        if (!word) return [];
        const { prefixes, terms } = await load();
        const cursor = yasqe.getDoc().getCursor();
        const line = yasqe.getDoc().getLine(cursor.line).slice(0, cursor.ch - word.length);
        const found = fitting(terms, { ...prefixes, ...yasqe.getPrefixesFromQuery() }, word, /(?:\ba|rdf:type)\s+$/.test(line));
        if (!word.includes(":")) found.push(...(await named(sources.search, word)));
        about.clear();
        for (const each of found) about.set(each.text, each);
        return found.map((each) => each.text);
      },
      postprocessHints: (_, hints) =>
        hints.map((hint) => {
          const found = about.get(hint.text);
          return {
            ...hint,
            render: (element: HTMLElement) => {
              const detail = document.createElement("span");
              detail.className = "hint-about";
              detail.textContent = found?.about ?? "";
              element.append(found?.name ?? hint.text, " ", detail);
            },
          };
        }),
    },
    false,
  );

  async function named(search: string, word: string): Promise<Suggestion[]> {
    const url = new URL(search, location.href);
    url.searchParams.set("q", word);
    url.searchParams.set("limit", "8");
    try {
      const answer = await getJson<{ results: { iri: string; label: string; kindLabel: string }[] }>(url.href);
      return answer.results.map((each) => ({
        text: `<${each.iri}>`,
        name: each.label,
        about: each.kindLabel || words("hint_thing"),
      }));
    } catch {
      return []; // terms are still completed
    }
  }

  return name;
}

/** Adds the lines of those of `prefixes` that a query uses and does not declare. */
export function declared(query: string, prefixes: Readonly<Record<string, string>>): string {
  const missing = Object.entries(prefixes).filter(
    ([prefix]) =>
      new RegExp(`(?:^|[\\s({|/^!,;])${prefix}:[\\p{L}_]`, "u").test(query) &&
      !new RegExp(`prefix\\s+${prefix}:`, "i").test(query),
  );
  return missing.map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>\n`).join("") + query;
}
