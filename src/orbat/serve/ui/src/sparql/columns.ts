/** What the columns of a result hold, and so in which views it can be shown. */
import { dayOf } from "../common/days.ts";
import { daysOf, numberOf, pointOf, type Row, type Table } from "./rdf.ts";

/** Which columns a view takes its values from. An empty list: the view cannot be offered. */
export interface Columns {
  readonly numbers: readonly number[];
  readonly dates: readonly number[];
  readonly things: readonly number[];
  /** What a graph joins: things, or else short names. */
  readonly joined: readonly number[];
  readonly names: readonly number[];
  /** Those of the names that are short enough to stand beside a bar. */
  readonly short: readonly number[];
  readonly points: readonly number[];
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
}

export const VIEWS = ["table", "chart", "map", "timeline", "graph", "raw"] as const;
export type View = (typeof VIEWS)[number];

const LOOKED_AT = 500;
const SHORT = 60;
/** What an EDTF date begins with (https://www.loc.gov/standards/datetime/): a date as text names nothing. */
const EDTF = /^(?:\.\.|-?\d{3}[\dX])(?:[-/?~%]|$)/;

/** What each column holds, judged by its first values. */
export function columnsOf(table: Table): Columns {
  const sample = table.rows.slice(0, LOOKED_AT);
  const all = table.columns.map((_, index) => index);
  const holding = (test: (row: Row, index: number) => boolean) =>
    all.filter((index) => {
      const filled = sample.filter((row) => row[index] !== undefined);
      return filled.length > 0 && filled.every((row) => test(row, index));
    });
  const numbers = holding((row, index) => numberOf(row[index]) !== undefined);
  const dates = holding((row, index) => daysOf(row[index], dayOf) !== undefined);
  const points = holding((row, index) => pointOf(row[index]) !== undefined);
  const things = holding((row, index) => row[index]?.kind === "iri");
  const names = all.filter((index) => ![numbers, dates, points].some((some) => some.includes(index)));
  const short = holding((row, index) => {
    const term = row[index];
    return term?.kind === "iri" || (term !== undefined && term.value.length <= SHORT && !EDTF.test(term.value));
  }).filter((index) => names.includes(index));
  const called = (pattern: RegExp) => numbers.find((index) => pattern.test(table.columns[index] ?? ""));
  return {
    numbers,
    dates,
    things,
    joined: things.length > 1 ? things : short.slice(0, 2),
    names,
    short,
    points,
    latitude: called(/^(lat|latitude|.*_lat)$/i),
    longitude: called(/^(lon|lng|long|longitude|.*_lon)$/i),
  };
}

/** The views that a result can be shown in. */
export function viewsOf(table: Table, columns: Columns): View[] {
  if (!table.rows.length) return ["table", "raw"];
  const places = columns.points.length > 0 || (columns.latitude !== undefined && columns.longitude !== undefined);
  const charted = columns.numbers.some((index) => index !== columns.latitude && index !== columns.longitude);
  const offered: Record<View, boolean> = {
    table: true,
    chart: charted && table.columns.length > 1,
    map: places,
    timeline: columns.dates.length > 0,
    graph: columns.joined.length > 1,
    raw: true,
  };
  return VIEWS.filter((view) => offered[view]);
}

/** The columns that name a row, in words if it has some; `besides` are not looked at. */
export function namingColumns(columns: Columns, besides: readonly number[] = []): number[] {
  const free = columns.short.filter((index) => !besides.includes(index));
  const words = free.filter((index) => !columns.things.includes(index));
  return (words.length ? words : free.length ? free : columns.names.filter((index) => !besides.includes(index))).slice(0, 2);
}
