/** Results as the endpoint streams them: SPARQL TSV (https://www.w3.org/TR/sparql11-results-csv-tsv/) and N-Triples. */

/** A value of a result. Undefined stands for no value. */
export interface Term {
  readonly kind: "iri" | "literal" | "blank";
  readonly value: string;
  readonly datatype: string;
  readonly language: string;
}

export type Row = readonly (Term | undefined)[];

/** A table of values. `cut`: there was more than was read. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly cut: boolean;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const STRING = `${XSD}string`;
const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?|([^\s"<]+)/y;
const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

/** A table from TSV; a line that was cut off in the middle is left out. */
export function parseTsv(text: string, cut: boolean): Table {
  const lines = text.split("\n");
  lines.pop(); // after the last line break there is nothing, or a line that was cut off
  const head = (lines.shift() ?? "").trim();
  const columns = head ? head.split("\t").map((name) => name.replace(/^\?/, "")) : [];
  const rows = lines.map((line) => {
    const cells = line.replace(/\r$/, "").split("\t");
    return columns.map((_, index) => parseTerm(cells[index] ?? ""));
  });
  return { columns, rows, cut };
}

/** Statements from N-Triples, as a table of three columns. */
export function parseTriples(text: string, cut: boolean): Table {
  const lines = text.split("\n");
  lines.pop();
  const rows = lines.filter((line) => line && !line.startsWith("#")).map(parseStatement);
  return { columns: ["subject", "predicate", "object"], rows, cut };
}

function parseStatement(line: string): Row {
  const found: (Term | undefined)[] = [];
  TERM.lastIndex = 0;
  while (found.length < 3) {
    while (line[TERM.lastIndex] === " ") TERM.lastIndex++;
    const match = TERM.exec(line);
    if (!match) break;
    found.push(termOf(match));
  }
  return [found[0], found[1], found[2]];
}

/** The value of a cell of TSV. */
export function parseTerm(text: string): Term | undefined {
  if (!text) return undefined;
  TERM.lastIndex = 0;
  const match = TERM.exec(text);
  return match ? termOf(match) : { kind: "literal", value: text, datatype: STRING, language: "" };
}

function termOf(match: RegExpExecArray): Term {
  const [, iri, blank, words, language, datatype, bare] = match;
  if (iri !== undefined) return { kind: "iri", value: unescaped(iri), datatype: "", language: "" };
  if (blank !== undefined) return { kind: "blank", value: `_:${blank}`, datatype: "", language: "" };
  if (words !== undefined) {
    return { kind: "literal", value: unescaped(words), datatype: datatype ?? STRING, language: language ?? "" };
  }
  return { kind: "literal", value: bare ?? "", datatype: bareType(bare ?? ""), language: "" };
}

function bareType(text: string): string {
  if (text === "true" || text === "false") return `${XSD}boolean`;
  if (/^[+-]?\d+$/.test(text)) return `${XSD}integer`;
  if (/^[+-]?\d*\.\d+$/.test(text)) return `${XSD}decimal`;
  return /^[+-]?[\d.]+[eE][+-]?\d+$/.test(text) ? `${XSD}double` : STRING;
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short?: string, long?: string, one?: string) =>
    one === undefined ? String.fromCodePoint(Number.parseInt(short ?? long ?? "0", 16)) : (ESCAPES[one] ?? one),
  );
}

/** The number that a literal holds, of any numeric datatype; undefined for what is none. */
export function numberOf(term: Term | undefined): number | undefined {
  if (term?.kind !== "literal" || !NUMERIC.has(term.datatype)) return undefined;
  const value = Number(term.value);
  return Number.isFinite(value) ? value : undefined;
}

const NUMERIC = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger"].map(
    (name) => XSD + name,
  ),
);

/** The first and last day of a literal with a date, as numbers (`common/days.ts`); undefined for what is none. */
export function daysOf(term: Term | undefined, dayNumber: (year: number, month: number, day: number) => number): readonly [number, number] | undefined {
  if (term?.kind !== "literal" || !DATES.has(term.datatype)) return undefined;
  const match = /^(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?/.exec(term.value);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (!month) return [dayNumber(year, 1, 1), dayNumber(year, 12, 31)];
  if (!day) return [dayNumber(year, month, 1), dayNumber(year, month + 1, 1) - 1];
  return [dayNumber(year, month, day), dayNumber(year, month, day)];
}

const DATES = new Set(["date", "dateTime", "gYearMonth", "gYear"].map((name) => XSD + name));

/** Longitude and latitude of a WKT point literal (https://www.ogc.org/standard/geosparql/). */
export function pointOf(term: Term | undefined): readonly [number, number] | undefined {
  const match = /POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i.exec(term?.kind === "literal" ? term.value : "");
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}
