/** JSON that a page's islands read: from scripts beside the page in a static edition, else from the server. */
import { getJson } from "./island.ts";

interface WithData {
  /** The documents of a static edition by their paths; links in them begin with `~/`, the edition's root. */
  readonly orbatData?: Readonly<Record<string, unknown>>;
}

/** The document at `url`, exactly as an element's `data-*` attribute gives it. Raises `Problem`. */
export async function load<T>(url: string, signal?: AbortSignal): Promise<T> {
  const kept = (globalThis as WithData).orbatData?.[url];
  if (kept !== undefined) return rooted(kept, document.documentElement.dataset["root"] ?? "") as T;
  return getJson<T>(url, signal);
}

/** A document with links that hold on this page. */
export function rooted(value: unknown, root: string): unknown {
  if (typeof value === "string") return value.startsWith("~/") ? root + value.slice(2) : value;
  if (Array.isArray(value)) return value.map((each) => rooted(each, root));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rooted(each, root)]));
}
