/** The SPARQL page: an editor instead of the text field, and results in many views, without leaving the page. */
import type Yasqe from "@zazuko/yasqe";
import "leaflet/dist/leaflet.css";
import { getJson, h, island, type Words } from "../common/island.ts";
import { LONGEST_ADDRESS, run } from "./ask.ts";
import { declared } from "./completion.ts";
import { editorOver } from "./editor.ts";
import { Names } from "./names.ts";
import { Results } from "./results.ts";
import "./sparql.css";

class Page {
  readonly #words: Words;
  readonly #endpoint: string;
  readonly #timeout: number;
  readonly #editor: Yasqe;
  readonly #results: Results;
  readonly #status = h("span", { class: "when", role: "status" });
  readonly #run: HTMLButtonElement;
  readonly #element: HTMLElement;
  #running: AbortController | undefined;
  #view: string;
  #prefixes: Readonly<Record<string, string>> = {};

  constructor(element: HTMLElement, words: Words) {
    const data = element.dataset;
    this.#element = element;
    this.#words = words;
    this.#endpoint = data["endpoint"] ?? "";
    this.#timeout = Number(data["timeout"]);
    this.#view = new URLSearchParams(location.search).get("view") ?? "table";
    const form = required<HTMLFormElement>(element, "form");
    const field = required<HTMLTextAreaElement>(element, "textarea");
    const result = required<HTMLElement>(element, ".sparql-result");
    this.#run = required<HTMLButtonElement>(form, "button[type=submit]");
    const sources = { terms: data["terms"] ?? "", search: data["search"] ?? "" };
    this.#editor = editorOver(field, sources, words, () => void this.ask(true));
    form.querySelector("label")?.removeAttribute("for");
    const names = new Names(this.#endpoint, data["base"] ?? "", data["root"] ?? "");
    this.#results = new Results(result, this.#endpoint, names, words, (view) => this.#keepView(view));
    this.#drawActions(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#running) this.#running.abort();
      else void this.ask(true);
    });
    this.#listenToExamples(element);
    window.addEventListener("popstate", () => this.#fromAddress());
    getJson<{ prefixes: Readonly<Record<string, string>> }>(sources.terms).then(
      (found) => {
        this.#prefixes = found.prefixes;
      },
      () => undefined, // a query with its own prefixes runs all the same
    );
    if (new URLSearchParams(location.search).has("query")) void this.ask(false);
    element.dataset["ready"] = "true";
  }

  /** Runs what stands in the editor. `record`: the address of the page becomes the query's. */
  async ask(record: boolean): Promise<void> {
    this.#running?.abort();
    const control = new AbortController();
    this.#running = control;
    const query = declared(this.#editor.getValue(), this.#prefixes);
    if (query !== this.#editor.getValue()) this.#editor.setValue(query);
    if (record) history.pushState(null, "", this.#address(query));
    const timer = this.#busy();
    try {
      const result = await run(this.#endpoint, query, control.signal);
      if (!control.signal.aborted) await this.#results.show(result, query, this.#view);
    } catch (error) {
      if (control.signal.aborted) {
        if (this.#running === control) this.#results.note(this.#words("stopped"));
      } else if (error instanceof Error) {
        this.#results.problem(error, this.#timeout);
      }
    } finally {
      clearInterval(timer);
      if (this.#running === control) {
        this.#running = undefined;
        this.#run.textContent = this.#words("run");
        this.#status.textContent = "";
        this.#element.removeAttribute("aria-busy");
      }
    }
  }

  #busy(): ReturnType<typeof setInterval> {
    const started = Date.now();
    this.#run.textContent = this.#words("stop");
    this.#element.setAttribute("aria-busy", "true");
    return setInterval(() => {
      this.#status.textContent = this.#words("running", { seconds: Math.round((Date.now() - started) / 1000) });
    }, 1000);
  }

  #address(query: string): string {
    const found = new URLSearchParams({ query });
    if (this.#view !== "table") found.set("view", this.#view);
    const address = `${this.#endpoint}?${found.toString()}`;
    return address.length > LONGEST_ADDRESS ? this.#endpoint : address;
  }

  #keepView(view: string): void {
    this.#view = view;
    const asked = new URLSearchParams(location.search).get("query");
    if (asked !== null) history.replaceState(null, "", this.#address(asked));
  }

  #fromAddress(): void {
    const found = new URLSearchParams(location.search);
    const query = found.get("query");
    this.#view = found.get("view") ?? "table";
    if (query === null) return;
    this.#editor.setValue(query);
    void this.ask(false);
  }

  #drawActions(form: HTMLFormElement): void {
    const words = this.#words;
    const actions = required<HTMLElement>(form, ".actions");
    const tidy = h("button", { type: "button", class: "quiet" }, words("tidy"));
    tidy.addEventListener("click", () => this.#editor.autoformat());
    const link = h("button", { type: "button", class: "quiet" }, words("link"));
    link.addEventListener("click", () => void this.#copyLink());
    actions.append(" ", tidy, " ", link, " ", this.#status, h("span", { class: "sparql-keys" }, words("run_keys")));
  }

  async #copyLink(): Promise<void> {
    const query = this.#editor.getValue();
    const address = this.#address(query);
    if (address === this.#endpoint) {
      this.#status.textContent = this.#words("too_long");
      return;
    }
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(location.href);
      this.#status.textContent = this.#words("linked");
    } catch {
      this.#status.textContent = this.#words("link_failed"); // the browser gives no clipboard to this page
    }
  }

  /** An example goes into the editor and is asked; a click with a key held follows the link as ever. */
  #listenToExamples(element: HTMLElement): void {
    const examples = element.querySelector<HTMLDetailsElement>(".examples");
    if (!examples) return;
    if (matchMedia("(min-width: 70rem)").matches) examples.open = true;
    const filter = h("input", { type: "search", placeholder: this.#words("find_example"), "aria-label": this.#words("find_example"), autocomplete: "off" });
    examples.querySelector("ul")?.before(filter);
    const items = [...examples.querySelectorAll("li")];
    filter.addEventListener("input", () => {
      const wanted = filter.value.trim().toLowerCase();
      for (const item of items) item.hidden = !(item.textContent ?? "").toLowerCase().includes(wanted);
    });
    examples.addEventListener("click", (event) => {
      const link = (event.target as Element).closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const query = new URL(link.href).searchParams.get("query") ?? "";
      this.#editor.setValue(query);
      void this.ask(true);
    });
  }
}

function required<T extends Element>(element: HTMLElement, selector: string): T {
  const found = element.querySelector<T>(selector);
  if (!found) throw new Error(`expected ${selector} inside the island, found none`);
  return found;
}

island("sparql", (element, words) => {
  new Page(element, words);
});
