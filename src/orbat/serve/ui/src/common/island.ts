/** What every island needs: its elements, its words, JSON from this server, and errors in plain words. */

/** A text, or its forms by grammatical number. */
type Entry = string | readonly string[] | { readonly one: string; readonly other: string };

/** The words of the interface that a template gave to an element in `data-words`. */
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Calls `start` with each element of the page that carries `data-island="name"`. */
export function island(name: string, start: (element: HTMLElement, words: Words) => void): void {
  for (const element of document.querySelectorAll<HTMLElement>(`[data-island="${name}"]`)) {
    start(element, wordsOf(element.dataset["words"] ?? "{}"));
  }
}

/** The words in `json`, as `Words.section_json` writes them. A key that is missing is shown as it is. */
export function wordsOf(json: string): Words {
  const entries = JSON.parse(json) as Record<string, Entry>;
  return (key, values = {}) => {
    const entry = entries[key] ?? key;
    const text = typeof entry === "string" ? entry : "one" in entry ? entry[values["n"] === 1 ? "one" : "other"] : entry.join(", ");
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === "number" ? number(value) : value;
    });
  };
}

/** A count with its thousands told apart by narrow spaces, as the server writes it. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** What a server's error says: `message` is for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;

  constructor(status: number, code: string, message: string, detail = "") {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** What is said of a failure for which the server gave no words, in those of the page. */
function failure(key: string, values: Readonly<Record<string, string>> = {}): string {
  return wordsOf(document.documentElement.dataset["failure"] ?? "{}")(key, values);
}

/** The answer to a request. Raises `Problem` for an error's status and for no answer at all. */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "unreachable", failure("unreachable"), failure("unreachable_advice"));
  }
  if (response.ok) return response;
  throw await problemOf(response);
}

/** The JSON at `url`. Raises `Problem`. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await ask(url, { headers: { Accept: "application/json" }, ...(signal && { signal }) });
  return (await response.json()) as T;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; detail?: string } };
    return new Problem(response.status, error.code, error.message, error.detail);
  } catch {
    return new Problem(response.status, "error", failure("answered", { status: `${response.status} ${response.statusText}` }));
  }
}

type Child = Node | string | null | undefined | false;

/** An element with attributes and children: text is always text, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** An SVG element with attributes and children. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Gives `data` to the reader as a file. */
export function save(name: string, data: Blob): void {
  const url = URL.createObjectURL(data);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
