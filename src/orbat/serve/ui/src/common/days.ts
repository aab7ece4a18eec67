/** Days as numbers from 1 January 1970 of the proleptic Gregorian calendar, of any year; year 0 is 1 BC. */

const MS = 86_400_000;

/** What dates are written with: the section `dates` of the interface's words. */
export interface DateWords {
  readonly months: readonly string[];
  readonly day: string;
  readonly month: string;
  readonly before_christ: string;
}

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Year, month (1 to 12) and day of a day's number. */
export function partsOf(day: number): Day {
  const date = new Date(day * MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The number of a day; months beyond 12 lead into the next years. */
export function dayOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MS);
}

/** The xsd:date of a day's number. */
export function isoOf(day: number): string {
  const { year, month, day: number } = partsOf(day);
  const digits = String(Math.abs(year)).padStart(4, "0");
  return `${year < 0 ? "-" : ""}${digits}-${String(month).padStart(2, "0")}-${String(number).padStart(2, "0")}`;
}

/** The number of an xsd:date; null for what is none. */
export function dayOfIso(text: string): number | null {
  const found = /^(-?\d{4,})-(\d\d)-(\d\d)$/.exec(text.trim());
  return found ? dayOf(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

/** A year in words: 0 is 1 BC. */
export function yearWords(year: number, words: DateWords): string {
  return year < 1 ? words.before_christ.replace("{year}", String(1 - year)) : String(year);
}

/** A day in words, as the server writes it. */
export function dayWords(day: number, words: DateWords): string {
  const parts = partsOf(day);
  return words.day
    .replace("{day}", String(parts.day))
    .replace("{month}", words.months[parts.month - 1] ?? "")
    .replace("{year}", yearWords(parts.year, words));
}

/** The same day some months later, or the last of a month that is too short. */
export function addMonths(day: number, months: number): number {
  const { year, month, day: number } = partsOf(day);
  const first = dayOf(year, month + months, 1);
  const next = dayOf(year, month + months + 1, 1);
  return Math.min(first + number - 1, next - 1);
}

/** The words in an element's `data-dates`. */
export function dateWords(element: HTMLElement): DateWords {
  return JSON.parse(element.dataset["dates"] ?? "{}") as DateWords;
}
