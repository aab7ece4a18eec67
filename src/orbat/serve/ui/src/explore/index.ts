/** The explorer: a picture that grows from one thing, beside the list that the page has without script. */
import type { Core, EdgeSingular, NodeSingular } from "cytoscape";
import { combobox, served } from "../search/combobox.ts";
import { getJson, h, island, Problem, save, type Words, wordsOf } from "../common/island.ts";
import { arrange, LAYOUTS, type LayoutName, network, palette, spiral } from "../common/network.ts";
import { drawing, graphml } from "./export.ts";
import { type Around, fromHash, gather, lineKey, type Line, passes, type Thing, toHash, type View } from "./model.ts";
import { Panel } from "./panel.ts";
import { bound } from "./period.ts";
import "./explore.css";

/** Above so many lines they are drawn as plain strokes, which a thousand things stay fluid with. */
const MANY = 500;
const LABEL = 42;

class Explorer {
  readonly #words: Words;
  readonly #data: DOMStringMap;
  readonly #base: string;
  readonly #start: string;
  readonly #known = new Map<string, Around>();
  readonly #cy: Core;
  readonly #canvas: HTMLElement;
  readonly #panel: Panel;
  readonly #counts = h("p", { class: "explore-counts", role: "status" });
  readonly #problem = h("div", { class: "problem", role: "alert", hidden: true });
  readonly #relations = h("div", { class: "explore-relations" });
  readonly #layout: HTMLSelectElement;
  #fields: { from: HTMLInputElement; to: HTMLInputElement; undated: HTMLInputElement } | undefined;
  #view: View;
  #things = new Map<string, Thing>();
  #lines = new Map<string, Line>();

  constructor(element: HTMLElement, words: Words) {
    this.#words = words;
    this.#data = element.dataset;
    this.#base = element.dataset["base"] ?? "";
    this.#start = element.dataset["thing"] ?? "";
    this.#view = fromHash(location.hash, this.#base, this.#start);
    this.#layout = h(
      "select",
      { "aria-label": words("layout") },
      ...LAYOUTS.map((name) => h("option", { value: name }, words(`layout_${name}`))),
    );
    this.#canvas = h("div", {
      class: "explore-canvas __________cytoscape_container",
      tabindex: 0,
      role: "application",
      "aria-label": words("canvas", { n: 0 }),
    });
    this.#panel = new Panel(words, {
      evidence: element.dataset["evidence"] ?? "",
      sparql: element.dataset["sparql"] ?? "",
      expand: (iri) => void this.expand(iri),
      remove: (iri) => this.#remove(iri),
      more: (iri, relation) => this.#more(iri, relation),
      choose: (id) => this.#choose(id),
    });
    const aside = h("aside", { class: "explore-side", "aria-label": words("selected") }, this.#panel.element);
    const stage = h("div", { class: "explore-stage" }, this.#toolbar(), this.#problem, this.#canvas, this.#counts);
    element.prepend(h("div", { class: "explore-work" }, stage, aside));
    this.#cy = network(this.#canvas);
    this.#listen();
  }

  /** Loads what the address says, and draws it. */
  async start(): Promise<void> {
    await this.#load(this.#view.expanded);
    this.#draw();
    await this.#arrange(true);
    this.#choose(this.#view.expanded[0] ?? "");
    this.#canvas.dataset["ready"] = "true";
  }

  /** Asks what stands around a thing, and shows it. */
  async expand(iri: string): Promise<void> {
    if (this.#view.expanded.includes(iri)) return;
    await this.#load([iri]);
    if (!this.#known.has(iri)) return;
    const removed = new Set(this.#view.removed);
    removed.delete(iri);
    this.#set({ expanded: [...this.#view.expanded, iri], removed });
    await this.#arrange(false);
    this.#choose(iri);
  }

  async #load(iris: readonly string[]): Promise<void> {
    this.#problem.hidden = true;
    this.#counts.textContent = this.#words("loading");
    await Promise.all(
      iris.map(async (iri) => {
        try {
          const url = `${this.#data["neighbours"] ?? ""}?thing=${encodeURIComponent(iri)}`;
          this.#known.set(iri, await getJson<Around>(url));
        } catch (error) {
          this.#tell(error);
        }
      }),
    );
    this.#count();
  }

  #tell(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const detail = error instanceof Problem ? error.detail : "";
    this.#problem.replaceChildren(h("p", {}, h("strong", {}, message)), detail ? h("p", {}, detail) : "");
    this.#problem.hidden = false;
  }

  #set(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    const hash = toHash(this.#view, this.#base);
    history.replaceState(history.state, "", `${location.pathname}${location.search}#${hash}`);
    this.#draw();
  }

  /** Brings the canvas in line with the view: adds and takes away, never moves. */
  #draw(): void {
    const { things, lines } = gather(this.#view, this.#known);
    this.#things = things;
    this.#lines = lines;
    const cy = this.#cy;
    cy.batch(() => {
      cy.nodes().filter((node) => !things.has(node.id())).remove();
      cy.edges().filter((edge) => !lines.has(edge.id())).remove();
      const fresh = new Map<string, number>();
      for (const thing of things.values()) {
        if (cy.getElementById(thing.iri).nonempty()) continue;
        const beside = this.#beside(thing.iri, lines);
        const index = (fresh.get(beside) ?? 0) + 1;
        fresh.set(beside, index);
        const centre = cy.getElementById(beside);
        const at = centre.nonempty() ? centre.position() : { x: 0, y: 0 };
        const place = spiral(index);
        cy.add({
          group: "nodes",
          data: { id: thing.iri, label: thing.label, short: shortened(thing.label), kind: thing.kind },
          position: { x: at.x + place.x, y: at.y + place.y },
        });
      }
      for (const [id, line] of lines) {
        if (cy.getElementById(id).nonempty()) continue;
        cy.add({ group: "edges", data: { id, source: line.source, target: line.target, label: line.label } });
      }
      cy.nodes().forEach((node) => void node.toggleClass("expanded", this.#view.expanded.includes(node.id())));
      this.#filter();
    });
    this.#panel.list([...things.values()]);
    this.#drawRelations();
    this.#count();
  }

  #beside(iri: string, lines: ReadonlyMap<string, Line>): string {
    for (const line of lines.values()) {
      const other = line.source === iri ? line.target : line.target === iri ? line.source : "";
      if (other && this.#cy.getElementById(other).nonempty()) return other;
    }
    return "";
  }

  #filter(): void {
    const cy = this.#cy;
    const period = { from: usable(bound(this.#view.from, false)), to: usable(bound(this.#view.to, true)) };
    for (const [id, line] of this.#lines) {
      cy.getElementById(id).toggleClass("out", !passes(line, this.#view, period));
    }
    cy.nodes().forEach((node) => {
      const seen = this.#view.expanded.includes(node.id()) || node.connectedEdges().not(".out").nonempty();
      node.toggleClass("out", !seen);
    });
    const many = cy.edges().not(".out").length > MANY;
    cy.edges().toggleClass("many", many);
  }

  #count(): void {
    const shown = this.#cy.elements().not(".out");
    const hidden = this.#cy.edges().length - shown.edges().length;
    const words = this.#words;
    this.#counts.textContent =
      words("counts", { nodes: shown.nodes().length, edges: shown.edges().length }) +
      (hidden ? ` · ${words("hidden", { n: hidden })}` : "");
    this.#canvas.setAttribute("aria-label", words("canvas", { n: shown.nodes().length }));
  }

  async #arrange(anew: boolean): Promise<void> {
    const name = LAYOUTS.find((each) => each === this.#view.layout) ?? "force";
    this.#layout.value = name;
    await arrange(this.#cy, name, this.#view.expanded[0] ?? this.#start, anew);
  }

  #remove(iri: string): void {
    const expanded = this.#view.expanded.filter((each) => each !== iri);
    if (!expanded.length) return; // something must stay
    this.#set({ expanded, removed: new Set([...this.#view.removed, iri]) });
    this.#choose("");
    this.#canvas.focus();
  }

  #more(iri: string, relation: string): void {
    this.#set({ whole: new Set([...this.#view.whole, `${iri} ${relation}`]) });
    void this.#arrange(false).then(() => this.#choose(iri));
  }

  #choose(id: string): void {
    this.#cy.elements(":selected").unselect();
    const found = id ? this.#cy.getElementById(id) : undefined;
    found?.select();
    const thing = this.#things.get(id);
    const line = this.#lines.get(id);
    if (thing) this.#panel.thing(thing, this.#known.get(id), this.#view);
    else if (line) this.#panel.line(line, this.#things);
    else this.#panel.nothing();
  }

  #listen(): void {
    const cy = this.#cy;
    cy.on("tap", "node, edge", (event) => this.#choose((event.target as NodeSingular | EdgeSingular).id()));
    cy.on("dbltap", "node", (event) => void this.expand((event.target as NodeSingular).id()));
    cy.on("tap", (event) => {
      if (event.target === cy) this.#choose("");
    });
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("hashchange", () => {
      this.#view = fromHash(location.hash, this.#base, this.#start);
      void this.start();
    });
  }

  #key(event: KeyboardEvent): void {
    const chosen = this.#cy.nodes(":selected").first();
    const directions: Readonly<Record<string, [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const direction = directions[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (direction) {
      const next = this.#towards(chosen, direction);
      if (next) {
        this.#choose(next.id());
        this.#cy.animate({ center: { eles: next }, duration: 120 });
      }
    } else if (event.key === "Enter" && chosen.nonempty()) void this.expand(chosen.id());
    else if (event.key === "Delete" && chosen.nonempty()) this.#remove(chosen.id());
    else if (event.key === "+" || event.key === "-") this.#zoom(event.key === "+" ? 1.3 : 1 / 1.3);
    else return;
    event.preventDefault();
  }

  /** The nearest thing in a direction: how far it lies along it, and twice as much how far beside it. */
  #towards(from: NodeSingular, [dx, dy]: readonly [number, number]): NodeSingular | undefined {
    const shown = this.#cy.nodes().not(".out");
    if (from.empty()) return shown.first() as NodeSingular;
    const here = from.position();
    let best: NodeSingular | undefined;
    let least = Infinity;
    shown.forEach((node) => {
      const [x, y] = [node.position().x - here.x, node.position().y - here.y];
      const along = x * dx + y * dy;
      if (along <= 1) return;
      const cost = along + 2 * Math.abs(x * dy - y * dx);
      if (cost < least) [best, least] = [node, cost];
    });
    return best;
  }

  #zoom(by: number): void {
    const { width, height } = this.#canvas.getBoundingClientRect();
    this.#cy.zoom({ level: this.#cy.zoom() * by, renderedPosition: { x: width / 2, y: height / 2 } });
  }

  #toolbar(): HTMLElement {
    const words = this.#words;
    const button = (label: string, act: () => void, text = label) => {
      const made = h("button", { type: "button", class: "quiet", "aria-label": label, title: label }, text);
      made.addEventListener("click", act);
      return made;
    };
    this.#layout.addEventListener("change", () => {
      this.#set({ layout: this.#layout.value as LayoutName });
      void this.#arrange(true);
    });
    const link = h("button", { type: "button", class: "quiet" }, words("link"));
    link.addEventListener("click", () => void this.#copyLink(link));
    const add = h("input", { type: "search", id: "explore-add", autocomplete: "off", spellcheck: "false", placeholder: words("add"), "aria-label": words("add") });
    const adding = h("div", { class: "explore-add" }, add);
    combobox(add, served(this.#data["search"] ?? ""), wordsOf(this.#data["searchWords"] ?? "{}"), (found) => {
      add.value = "";
      void this.expand(found.iri);
    });
    const saved = h("select", { "aria-label": words("export") }, h("option", { value: "" }, words("export")));
    for (const format of ["PNG", "SVG", "GraphML"]) saved.append(h("option", { value: format }, format));
    saved.addEventListener("change", () => {
      this.#save(saved.value);
      saved.value = "";
    });
    const filters = h(
      "details",
      { class: "explore-filters" },
      h("summary", {}, `${words("relations")} · ${words("period")}`),
      h("div", { class: "explore-filter-body" }, this.#relations, this.#period()),
    );
    return h(
      "div",
      { class: "explore-toolbar", role: "group" },
      adding,
      this.#layout,
      button(words("zoom_in"), () => this.#zoom(1.3), "+"),
      button(words("zoom_out"), () => this.#zoom(1 / 1.3), "−"),
      button(words("fit"), () => void this.#cy.fit(this.#cy.elements().not(".out"), 40)),
      saved,
      link,
      filters,
    );
  }

  #period(): HTMLElement {
    const words = this.#words;
    const field = (name: "from" | "to") =>
      h("input", { type: "text", size: 11, value: this.#view[name], placeholder: "1941-10", inputmode: "text", "aria-describedby": "explore-dates" });
    const fields = {
      from: field("from"),
      to: field("to"),
      undated: h("input", { type: "checkbox", checked: this.#view.undated }),
    };
    this.#fields = fields;
    const note = h("p", { class: "note", id: "explore-dates" }, words("bad_date"));
    const change = () => {
      for (const [each, last] of [[fields.from, false], [fields.to, true]] as const) {
        each.toggleAttribute("aria-invalid", Number.isNaN(bound(each.value, last)));
      }
      this.#set({ from: fields.from.value.trim(), to: fields.to.value.trim(), undated: fields.undated.checked });
    };
    for (const each of Object.values(fields)) each.addEventListener("change", change);
    const clear = h("button", { type: "button", class: "quiet" }, words("clear"));
    clear.addEventListener("click", () => {
      fields.from.value = fields.to.value = "";
      fields.undated.checked = true;
      change();
    });
    return h(
      "fieldset",
      {},
      h("legend", {}, words("period")),
      h("label", {}, words("from"), " ", fields.from),
      h("label", {}, words("to"), " ", fields.to),
      h("label", {}, fields.undated, " ", words("undated")),
      clear,
      note,
    );
  }

  /** A box for each relation in the picture, kept as they are while the relations are the same. */
  #drawRelations(): void {
    const counts = new Map<string, { label: string; n: number }>();
    for (const line of this.#lines.values()) {
      const n = (counts.get(line.relation)?.n ?? 0) + 1;
      counts.set(line.relation, { label: line.label, n });
    }
    const boxes = [...counts].sort(([, a], [, b]) => b.n - a.n).map(([relation, { label, n }]) => {
      const box = h("input", { type: "checkbox", checked: !this.#view.off.has(relation), value: relation });
      box.addEventListener("change", () => {
        const off = new Set(this.#view.off);
        if (box.checked) off.delete(relation);
        else off.add(relation);
        this.#set({ off });
        this.#relations.querySelector<HTMLInputElement>(`input[value="${relation}"]`)?.focus();
      });
      return h("label", {}, box, ` ${label} `, h("span", { class: "when" }, String(n)));
    });
    this.#relations.replaceChildren(h("fieldset", {}, h("legend", {}, this.#words("relations")), ...boxes));
    if (this.#fields) this.#fields.undated.checked = this.#view.undated;
  }

  async #copyLink(button: HTMLElement): Promise<void> {
    const hash = toHash(this.#view, this.#base);
    history.replaceState(history.state, "", `${location.pathname}${location.search}#${hash}`);
    try {
      await navigator.clipboard.writeText(location.href);
      this.#counts.textContent = this.#words("linked");
    } catch {
      this.#counts.textContent = this.#words("link_failed"); // the browser gives no clipboard to this page
    }
    button.focus();
  }

  #save(format: string): void {
    const shown = this.#cy.elements().not(".out");
    if (format === "SVG") {
      save("orbat.svg", new Blob([drawing(this.#cy, palette())], { type: "image/svg+xml" }));
    } else if (format === "GraphML") {
      const ids = new Set(shown.map((each) => each.id()));
      const things = [...this.#things.values()].filter((each) => ids.has(each.iri));
      const lines = [...this.#lines.values()].filter((each) => ids.has(lineKey(each)));
      save("orbat.graphml", new Blob([graphml(things, lines)], { type: "application/xml" }));
    } else if (format === "PNG") {
      const blob = this.#cy.png({ output: "blob", full: true, scale: 2, bg: palette().paper, maxWidth: 8000, maxHeight: 8000 });
      save("orbat.png", blob as unknown as Blob);
    }
  }
}

function usable(day: number | undefined): number | undefined {
  return day === undefined || Number.isNaN(day) ? undefined : day;
}

function shortened(label: string): string {
  return label.length > LABEL ? `${label.slice(0, LABEL - 1)}…` : label;
}

island("explore", (element, words) => {
  void new Explorer(element, words).start();
});
