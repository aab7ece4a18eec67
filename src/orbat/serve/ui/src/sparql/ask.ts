/** Puts a query to the endpoint and reads as much of the answer as a page can show. */
import { ask } from "../common/island.ts";
import { parseTriples, parseTsv, type Table } from "./rdf.ts";

/** What came of a query. `kind` is what its form gives. */
export interface Result {
  readonly kind: "table" | "triples" | "boolean";
  readonly table: Table;
  readonly truth: boolean;
  readonly milliseconds: number;
}

const BYTES = 8_000_000;
/** Longer addresses are refused by servers and proxies on the way. */
export const LONGEST_ADDRESS = 7000;
const ACCEPT = "text/tab-separated-values, application/n-triples";

/** The answer to `query`. Raises `Problem`, or an `AbortError` once `signal` says so. */
export async function run(endpoint: string, query: string, signal: AbortSignal): Promise<Result> {
  const started = performance.now();
  const response = await request(endpoint, query, ACCEPT, signal);
  const { text, cut } = await beginning(response, BYTES);
  const milliseconds = Math.round(performance.now() - started);
  const empty: Table = { columns: [], rows: [], cut: false };
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/n-triples")) {
    return { kind: "triples", table: parseTriples(text, cut), truth: false, milliseconds };
  }
  if (/^(true|false)\s*$/.test(text)) {
    return { kind: "boolean", table: empty, truth: text.startsWith("true"), milliseconds };
  }
  return { kind: "table", table: parseTsv(text.endsWith("\n") || cut ? text : `${text}\n`, cut), truth: false, milliseconds };
}

/** The endpoint's response in a media type: by GET, which caches keep, where the query is short enough. */
export function request(endpoint: string, query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const headers = { Accept: accept };
  const common = signal ? { signal } : {};
  const address = `${endpoint}?query=${encodeURIComponent(query)}`;
  if (address.length <= LONGEST_ADDRESS) return ask(address, { headers, ...common });
  const body = new URLSearchParams({ query });
  return ask(endpoint, { method: "POST", headers, body, ...common });
}

/** The first `limit` bytes of a response, and whether there was more. */
export async function beginning(response: Response, limit: number): Promise<{ text: string; cut: boolean }> {
  const reader = response.body?.getReader();
  if (!reader) return { text: await response.text(), cut: false };
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), cut: false };
    text += decoder.decode(value, { stream: true });
    size += value.byteLength;
    if (size > limit) {
      void reader.cancel();
      return { text, cut: true };
    }
  }
}
