/** Days as numbers, and periods as people type them. Years follow XSD 1.1: 0 is 1 BC. */

/** A stretch of days, open where an end is undefined. */
export interface Period {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** A number for an XSD date that keeps the order of days; undefined for what is none. */
export function dayOf(date: string): number | undefined {
  const match = /^(-?\d{4,})-(\d\d)-(\d\d)/.exec(date);
  return match ? Number(match[1]) * 372 + (Number(match[2]) - 1) * 31 + Number(match[3]) - 1 : undefined;
}

/** The first day, or the last, of a typed year, month or day; undefined for nothing, NaN for what is none. */
export function bound(typed: string, last: boolean): number | undefined {
  const text = typed.trim();
  if (!text) return undefined;
  const match = /^(-?)(\d{1,6})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (!match) return NaN;
  const month = match[3] === undefined ? (last ? 12 : 1) : Number(match[3]);
  const day = match[4] === undefined ? (last ? 31 : 1) : Number(match[4]);
  if (month < 1 || month > 12 || day < 1 || day > 31) return NaN;
  return (match[1] ? -1 : 1) * Number(match[2]) * 372 + (month - 1) * 31 + day - 1;
}
