/** Round values for axes. */
import { dayOf, partsOf } from "../common/days.ts";

/** Round numbers that hold `low` to `high` between them, about `count` of them. */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (low === high) return low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const found: number[] = [];
  for (let at = Math.floor(low / step); ; at++) {
    const value = Number((at * step).toPrecision(12));
    found.push(value);
    if (value >= high) return found;
  }
}

/** Years, months or days from day `first` to `last`, at most `most` of them; labels are ISO 8601's, and BC. */
export function dateTicks(first: number, last: number, most: number): { value: number; label: string }[] {
  const days = last - first + 1;
  if (days <= 31) {
    const step = Math.ceil(days / most);
    return Array.from({ length: Math.ceil(days / step) }, (_, index) => day(first + index * step));
  }
  const [from, to] = [partsOf(first), partsOf(last)];
  const months = (to.year - from.year) * 12 + to.month - from.month + 1;
  if (months <= 3 * most) {
    const step = Math.ceil(months / most);
    const found = Array.from({ length: Math.ceil(months / step) + 1 }, (_, index) => dayOf(from.year, from.month + index * step, 1));
    return found.filter((value) => value >= first && value <= last).map((value) => {
      const { year, month } = partsOf(value);
      return { value, label: `${yearName(year)}-${String(month).padStart(2, "0")}` };
    });
  }
  return niceTicks(from.year, to.year, most)
    .filter(Number.isInteger)
    .map((year) => ({ value: dayOf(year, 1, 1), label: yearName(year) }))
    .filter(({ value }) => value >= first && value <= last);
}

function day(value: number): { value: number; label: string } {
  const { year, month, day: number } = partsOf(value);
  return { value, label: `${yearName(year)}-${String(month).padStart(2, "0")}-${String(number).padStart(2, "0")}` };
}

/** A year as people write it: XSD's year 0 is 1 BC. */
function yearName(year: number): string {
  return year < 1 ? `${1 - year} BC` : String(year);
}
