/** Shows what a query gave, in the view that the reader chooses. */
import { h, number, type Problem, type Words } from "../common/island.ts";
import { LONGEST_ADDRESS, request, type Result } from "./ask.ts";
import { columnsOf, type Columns, type View, viewsOf } from "./columns.ts";
import type { Names } from "./names.ts";
import type { Table } from "./rdf.ts";
import { tableView } from "./table.ts";
import { rawView } from "./raw.ts";
import { save } from "../common/island.ts";

/** What a view is given to draw with. */
export interface Shown {
  readonly table: Table;
  readonly columns: Columns;
  readonly names: Names;
  readonly words: Words;
}

const SOLUTIONS = [
  ["CSV", "csv", "text/csv"],
  ["TSV", "tsv", "text/tab-separated-values"],
  ["JSON", "json", "application/sparql-results+json"],
  ["XML", "xml", "application/sparql-results+xml"],
] as const;
const GRAPHS = [
  ["Turtle", "turtle", "text/turtle"],
  ["N-Triples", "nt", "application/n-triples"],
  ["JSON-LD", "jsonld", "application/ld+json"],
  ["RDF/XML", "rdf", "application/rdf+xml"],
  ["TriG", "trig", "application/trig"],
  ["N-Quads", "nq", "application/n-quads"],
] as const;

export class Results {
  readonly #element: HTMLElement;
  readonly #endpoint: string;
  readonly #names: Names;
  readonly #words: Words;
  readonly #chosen: (view: View) => void;
  #leave: () => void = () => undefined;

  /** `chosen` hears which view the reader takes. */
  constructor(element: HTMLElement, endpoint: string, names: Names, words: Words, chosen: (view: View) => void) {
    this.#element = element;
    this.#endpoint = endpoint;
    this.#names = names;
    this.#words = words;
    this.#chosen = chosen;
  }

  /** Says what went wrong, in plain words. */
  problem(problem: Problem | Error, timeout: number): void {
    const code = "code" in problem ? problem.code : "";
    const detail = "detail" in problem ? problem.detail : "";
    this.#replace(
      h(
        "div",
        { class: "problem", role: "alert" },
        h("p", {}, h("strong", {}, problem.message)),
        code === "timeout" && h("p", {}, this.#words("timeout_advice", { seconds: timeout })),
        detail && h("p", { class: "detail" }, detail),
      ),
    );
  }

  /** A line instead of a result. */
  note(text: string): void {
    this.#replace(h("p", { class: "note", role: "status" }, text));
  }

  /** Shows a result in `wanted`, or as a table where it cannot be shown so. */
  async show(result: Result, query: string, wanted: string): Promise<void> {
    const words = this.#words;
    const { table } = result;
    const status = h("p", { class: "sparql-status", role: "status" }, this.#summary(result));
    const downloads = this.#downloads(query, result.kind === "triples");
    if (result.kind === "boolean") {
      this.#replace(status, h("p", { class: "verdict" }, h("strong", {}, words(result.truth ? "yes" : "no"))), downloads);
      return;
    }
    const columns = columnsOf(table);
    const offered = viewsOf(table, columns);
    const tabs = h("div", { class: "sparql-tabs", role: "tablist", "aria-label": words("views") });
    const panel = h("div", { class: "sparql-panel", role: "tabpanel", id: "sparql-panel", tabindex: -1 });
    const shown: Shown = { table, columns, names: this.#names, words };
    const open = async (view: View): Promise<void> => {
      for (const tab of tabs.querySelectorAll<HTMLElement>("[role=tab]")) {
        const on = tab.dataset["view"] === view;
        tab.setAttribute("aria-selected", String(on));
        tab.tabIndex = on ? 0 : -1;
        if (on) panel.setAttribute("aria-labelledby", tab.id);
      }
      this.#leave();
      this.#leave = await this.#draw(view, panel, shown, query, result.kind === "triples");
      panel.dataset["view"] = view;
    };
    for (const view of offered) {
      const tab = h("button", { type: "button", role: "tab", id: `tab-${view}`, "data-view": view, "aria-controls": panel.id }, words(view));
      tab.addEventListener("click", () => {
        this.#chosen(view);
        void open(view);
      });
      tabs.append(tab);
    }
    tabs.addEventListener("keydown", (event) => moveFocus(event, tabs));
    this.#replace(status, tabs, panel, downloads);
    await open(offered.find((view) => view === wanted) ?? "table");
  }

  #summary(result: Result): string {
    const words = this.#words;
    if (result.kind === "boolean") return words("answered", { ms: number(result.milliseconds) });
    const n = result.table.rows.length;
    const counted = words(result.kind === "triples" ? "triples" : "rows", { n, ms: number(result.milliseconds) });
    return result.table.cut ? `${counted}. ${words("cut", { n })}` : counted;
  }

  /** Draws a view, and gives back what is to be done before another takes its place. */
  async #draw(view: View, panel: HTMLElement, shown: Shown, query: string, graph: boolean): Promise<() => void> {
    if (!shown.table.rows.length && view !== "raw") {
      panel.replaceChildren(h("p", { class: "note" }, shown.words("nothing")));
      return () => undefined;
    }
    switch (view) {
      case "table":
        return tableView(panel, shown);
      case "chart":
        return (await import("./chart.ts")).chartView(panel, shown);
      case "timeline":
        return (await import("./timeline.ts")).timelineView(panel, shown);
      case "map":
        return (await import("./map.ts")).mapView(panel, shown);
      case "graph":
        return (await import("./graph.ts")).graphView(panel, shown);
      case "raw":
        return rawView(panel, shown.words, graph ? GRAPHS : SOLUTIONS, (accept) => request(this.#endpoint, query, accept));
    }
  }

  #downloads(query: string, graph: boolean): HTMLElement {
    const list = h("p", { class: "downloads" }, this.#words("download"));
    for (const [title, format, media] of graph ? GRAPHS : SOLUTIONS) {
      const address = `${this.#endpoint}?${new URLSearchParams({ query, format }).toString()}`;
      const link = h("a", { href: address, download: `result.${format === "turtle" ? "ttl" : format}` }, title);
      if (address.length > LONGEST_ADDRESS) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          void request(this.#endpoint, query, media).then(async (response) => save(link.download, await response.blob()));
        });
      }
      list.append(" ", link);
    }
    return list;
  }

  #replace(...children: Node[]): void {
    this.#leave();
    this.#leave = () => undefined;
    this.#element.replaceChildren(...children);
  }
}

/** Arrow keys go from tab to tab (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */
function moveFocus(event: KeyboardEvent, tabs: HTMLElement): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...tabs.querySelectorAll<HTMLElement>("[role=tab]")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = all[(at + step + all.length) % all.length];
  next?.focus();
  next?.click();
  event.preventDefault();
}
