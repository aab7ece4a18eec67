/** The marks of a time axis: days, months, years or centuries, as many as there is room for. */
import { type DateWords, dayOf, dayWords, partsOf, yearWords } from "../common/days.ts";

export interface Tick {
  readonly day: number;
  readonly label: string;
}

const MONTHS = [1, 3, 6];
const YEARS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Ticks from `first` to `last`, at most `most` of them. */
export function ticks(first: number, last: number, most: number, words: DateWords): Tick[] {
  const days = last - first + 1;
  for (const step of [1, 2, 7, 14]) {
    if (days / step <= most && days <= 62) {
      const found: Tick[] = [];
      for (let day = first; day <= last; day += step) found.push({ day, label: dayLabel(day, words) });
      return found;
    }
  }
  const { year } = partsOf(first);
  const end = partsOf(last).year;
  for (const step of MONTHS) if (days / (30.4 * step) <= most) return monthly(first, last, step, words);
  const step = YEARS.find((each) => (end - year + 1) / each <= most) ?? 5000;
  const found: Tick[] = [];
  for (let at = Math.ceil(year / step) * step; at <= end; at += step) {
    const day = dayOf(at, 1, 1);
    if (day >= first && day <= last) found.push({ day, label: yearWords(at, words) });
  }
  return found;
}

function monthly(first: number, last: number, step: number, words: DateWords): Tick[] {
  const found: Tick[] = [];
  const start = partsOf(first);
  for (let month = Math.ceil((start.month - 1) / step) * step + 1; ; month += step) {
    const day = dayOf(start.year, month, 1);
    if (day > last) return found;
    if (day < first) continue;
    const at = partsOf(day);
    const name = (words.months[at.month - 1] ?? "").slice(0, 3);
    found.push({ day, label: at.month === 1 || !found.length ? `${name} ${yearWords(at.year, words)}` : name });
  }
}

function dayLabel(day: number, words: DateWords): string {
  const at = partsOf(day);
  return `${at.day} ${(words.months[at.month - 1] ?? "").slice(0, 3)}`;
}

/** Two days in words. */
export function spanLabel(first: number, last: number, words: DateWords): string {
  return first === last ? dayWords(first, words) : `${dayWords(first, words)} – ${dayWords(last, words)}`;
}
