/** What is known of the chosen thing or line, and what one can do with it. */
import { getJson, h, type Words } from "../common/island.ts";
import { type Around, type Line, rest, type Thing, type View } from "./model.ts";

/** What the panel needs of the explorer. */
export interface Actions {
  readonly evidence: string;
  readonly sparql: string;
  expand(iri: string): void;
  remove(iri: string): void;
  more(iri: string, relation: string): void;
  choose(id: string): void;
}

interface Evidence {
  readonly label: string;
  readonly href: string;
  readonly passages: readonly { quote: string; href: string; source: string }[];
}

const LISTED = 500;

export class Panel {
  readonly element: HTMLElement;
  readonly #words: Words;
  readonly #actions: Actions;
  readonly #chosen = h("div", { class: "explore-chosen", "aria-live": "polite" });
  readonly #things = h("ul", { class: "explore-things" });
  readonly #evidence = new Map<string, Promise<Evidence>>();

  constructor(words: Words, actions: Actions) {
    this.#words = words;
    this.#actions = actions;
    this.element = h(
      "div",
      {},
      this.#chosen,
      h("details", { class: "explore-list" }, h("summary", {}, words("things")), this.#things),
    );
    this.nothing();
  }

  /** Says what to do. */
  nothing(): void {
    this.#chosen.replaceChildren(h("p", { class: "note" }, this.#words("none_selected")));
  }

  /** Lists what is in the picture, for keyboards and screen readers. */
  list(things: readonly Thing[]): void {
    const sorted = [...things].sort((a, b) => a.label.localeCompare(b.label)).slice(0, LISTED);
    this.#things.replaceChildren(
      ...sorted.map((thing) => {
        const choose = h("button", { type: "button", class: "plain", "data-kind": thing.kind || undefined }, thing.label);
        choose.addEventListener("click", () => this.#actions.choose(thing.iri));
        return h("li", {}, choose);
      }),
    );
  }

  /** Shows a thing; `around` is what is known around it, if it has been expanded. */
  thing(thing: Thing, around: Around | undefined, view: View): void {
    const words = this.#words;
    const expanded = around !== undefined && view.expanded.includes(thing.iri);
    const expand = this.#button(words(expanded ? "expanded" : "expand"), () => this.#actions.expand(thing.iri));
    expand.disabled = expanded;
    const remove = this.#button(words("remove"), () => this.#actions.remove(thing.iri));
    remove.disabled = expanded && view.expanded.length === 1;
    const held = around && expanded ? rest(around, view) : [];
    this.#chosen.replaceChildren(
      h("p", { class: "when", "data-kind": thing.kind || undefined }, [thing.kindLabel, thing.when].filter(Boolean).join(", ")),
      h("h2", {}, h("a", { href: thing.href }, thing.label)),
      h("p", { class: "actions" }, expand, " ", remove),
      ...held.map((each) => {
        const label = words("show_more", { n: each.count, relation: each.label });
        return h("p", {}, this.#button(label, () => this.#actions.more(thing.iri, each.relation)));
      }),
      around?.cut ? h("p", { class: "note" }, words("more_than", { n: around.edges.length })) : "",
      around && expanded ? this.#query(around.query) : "",
      thing.kind === "event" || thing.kind === "order" ? this.#passages(thing.iri) : "",
    );
  }

  /** Shows a line, and the sentences that say so. */
  line(line: Line, things: ReadonlyMap<string, Thing>): void {
    const end = (iri: string) => {
      const thing = things.get(iri);
      return h("a", { href: thing?.href ?? iri, "data-kind": thing?.kind || undefined }, thing?.label ?? iri);
    };
    this.#chosen.replaceChildren(
      h("p", { class: "when" }, line.when ?? this.#words("no_date")),
      h("h2", { class: "explore-line" }, end(line.source), h("span", {}, ` — ${line.label} → `), end(line.target)),
      this.#passages(line.statement),
    );
  }

  #button(label: string, act: () => void): HTMLButtonElement {
    const made = h("button", { type: "button", class: "quiet" }, label);
    made.addEventListener("click", act);
    return made;
  }

  #query(query: string): HTMLElement {
    return h(
      "details",
      { class: "explore-query" },
      h("summary", {}, this.#words("query")),
      h("pre", { tabindex: 0 }, query),
      h("p", {}, h("a", { href: `${this.#actions.sparql}?query=${encodeURIComponent(query)}` }, this.#words("query_run"))),
    );
  }

  #passages(statement: string): HTMLElement {
    const words = this.#words;
    const box = h("section", { "aria-busy": "true" }, h("h3", {}, words("evidence")), h("p", { class: "note" }, words("loading")));
    let found = this.#evidence.get(statement);
    if (!found) {
      found = getJson<Evidence>(`${this.#actions.evidence}?thing=${encodeURIComponent(statement)}`);
      this.#evidence.set(statement, found);
    }
    found.then(
      (evidence) => {
        box.removeAttribute("aria-busy");
        const passages = evidence.passages.map((each) =>
          h("li", {}, h("blockquote", {}, h("p", {}, each.quote)), h("p", { class: "where" }, h("a", { href: each.href }, each.source))),
        );
        box.lastElementChild?.replaceWith(
          passages.length ? h("ol", { class: "passages", role: "list" }, ...passages) : h("p", { class: "note" }, words("no_evidence")),
        );
      },
      (error: unknown) => {
        this.#evidence.delete(statement); // the next choice asks again
        box.lastElementChild?.replaceWith(h("p", { class: "note" }, error instanceof Error ? error.message : String(error)));
      },
    );
    return box;
  }
}
