/** The lists beside the map: what changed hands, the events, the chosen place, the legend. */
import { h, type Words } from "../common/island.ts";
import type { Change, Chronicle, Event, Holder, Passage } from "./data.ts";

const SURE = 0.75;
/** How many events and handovers are shown at first. */
const PART = 100;
const FEW = 50;

export class Lists {
  readonly #chronicle: Chronicle;
  readonly #t: Words;
  readonly #choose: (place: number | null) => void;
  #rows = PART;

  constructor(chronicle: Chronicle, words: Words, choose: (place: number | null) => void) {
    this.#chronicle = chronicle;
    this.#t = words;
    this.#choose = choose;
  }

  changes(changes: readonly Change[]): HTMLElement {
    if (!changes.length) return h("p", { class: "note" }, this.#t("no_changes"));
    const list = h("ul", { class: "handovers", role: "list" });
    const more = h("button", { type: "button" }, this.#t("more"));
    const fill = (): void => {
      const there = list.childElementCount;
      list.append(...changes.slice(there, there + FEW).map((each) => h("li", {}, ...this.#change(each))));
      more.hidden = list.childElementCount >= changes.length;
    };
    more.addEventListener("click", fill);
    fill();
    return h("div", {}, h("p", { class: "note" }, this.#t("handovers", { n: changes.length })), list, more);
  }

  #change(change: Change): (Node | string)[] {
    const event = this.#chronicle.events[change.event];
    const place = this.#chronicle.places[change.place];
    const label = (side: number | null): string => (side === null ? "" : (this.#chronicle.sides[side]?.label ?? ""));
    const [before, after] = [label(change.before), label(change.after)];
    const key = !after ? "change_unknown" : before ? "change_from" : "change_to";
    const text = this.#t(key, { place: place?.label ?? "", before, after });
    const show = h("button", { type: "button", class: "plainly" }, text);
    show.addEventListener("click", () => this.#choose(change.place));
    return [h("a", { href: event?.href }, event?.when ?? ""), " ", place?.at ? show : text, " ", ...(change.guessed ? [h("span", { class: "tag" }, this.#t("guessed")), " "] : []), ...this.#quote(event?.passages[0])];
  }

  #quote(passage: Passage | undefined): (Node | string)[] {
    if (!passage) return [];
    return [h("q", {}, passage.quote), " ", h("a", { class: "where", href: passage.href }, passage.source)];
  }

  /** The table of `events`, a part of it at first. `fresh`: it is another list than before. */
  events(events: readonly number[], fresh: boolean): HTMLElement {
    const t = this.#t;
    if (!events.length) return h("p", { class: "note" }, t("no_events"));
    if (fresh) this.#rows = PART;
    const heads = ["when", "what", "where", "who", "sentence"].map((name) => h("th", { scope: "col" }, t(name)));
    const body = h("tbody");
    const more = h("button", { type: "button" }, t("more"));
    const fill = (): void => {
      body.replaceChildren(...events.slice(0, this.#rows).map((index) => this.#row(this.#chronicle.events[index] as Event)));
      more.hidden = events.length <= this.#rows;
    };
    more.addEventListener("click", () => {
      this.#rows += PART;
      fill();
    });
    fill();
    const table = h("table", {}, h("thead", {}, h("tr", {}, ...heads)), body);
    return h("div", {}, h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("table") }, table), more);
  }

  #row(event: Event): HTMLElement {
    const places = event.places.flatMap((id, at) => {
      const place = this.#chronicle.places[id];
      return place ? [at ? ", " : "", h("a", { href: place.href, "data-kind": "place" }, place.label)] : [];
    });
    return h(
      "tr",
      {},
      h("td", { class: "day" }, event.when || "–"),
      h("td", {}, h("a", { href: event.href }, this.#title(event)), ...this.#tags(event)),
      h("td", {}, ...places),
      h("td", {}, ...names(event.who), event.against.length > 0 && h("span", { class: "when" }, " ", this.#t("against", { names: "" }), ...names(event.against))),
      h("td", { class: "said" }, ...this.#quote(event.passages[0])),
    );
  }

  /** The name of an event that has one, else what kind it is: what else its label says stands beside it. */
  #title(event: Event): string {
    return event.named ? event.label : (this.#chronicle.kinds[event.kind] ?? event.kind);
  }

  #tags(event: Event): (Node | string)[] {
    const words: string[] = [];
    if (event.modality !== "happened") words.push(this.#t(event.modality));
    if (event.confidence < SURE) words.push(this.#t("doubtful", { percent: Math.round(100 * event.confidence) }));
    return words.flatMap((each) => [" ", h("span", { class: "tag mark" }, each)]);
  }

  /** What is known of the chosen place: who held it, and its events in the time shown. */
  place(id: number, events: readonly number[], holder: Holder | undefined): HTMLElement {
    const t = this.#t;
    const place = this.#chronicle.places[id];
    const clear = h("button", { type: "button", class: "plainly" }, t("clear"));
    clear.addEventListener("click", () => this.#choose(null));
    const history = this.#chronicle.changes.filter((each) => each.place === id);
    const here = events.flatMap((index) => {
      const event = this.#chronicle.events[index];
      return event?.places.includes(id) ? [event] : [];
    });
    const side = holder && holder.side !== null ? this.#chronicle.sides[holder.side] : undefined;
    const since = holder?.change ? this.#chronicle.events[holder.change.event]?.when : undefined;
    return h(
      "section",
      { class: "chosen", "aria-labelledby": "chosen-title" },
      h("h2", { id: "chosen-title" }, h("a", { href: place?.href, "data-kind": "place" }, place?.label ?? "")),
      !place?.sure && h("p", { class: "note" }, t("uncertain")),
      side && since && h("p", {}, t("holder_since", { side: side.label, date: since })),
      h("h3", {}, t("count", { n: here.length })),
      h("ul", { class: "handovers", role: "list" }, ...here.map((event) => h("li", {}, h("a", { href: event.href }, event.when ? `${event.when}: ${this.#title(event)}` : this.#title(event)), ...this.#tags(event), " ", ...this.#quote(event.passages[0])))),
      history.length > 0 && h("h3", {}, t("holder_history")),
      history.length > 0 && h("ul", { class: "handovers", role: "list" }, ...history.map((each) => h("li", {}, ...this.#change(each)))),
      clear,
    );
  }

  /** Colours and marks of the sides that hold something, and what the shapes mean. */
  legend(holders: ReadonlyMap<number, Holder>): HTMLElement {
    const t = this.#t;
    const held = new Map<number, number>();
    for (const { side } of holders.values()) if (side !== null) held.set(side, (held.get(side) ?? 0) + 1);
    const key = (mark: string, words: string, kind: string, side?: number): HTMLElement => {
      const pin = h("span", { class: `pin ${kind}`, "aria-hidden": "true" }, mark);
      if (side !== undefined) pin.style.setProperty("--pin", `var(--side-${side % 8})`);
      return h("li", {}, pin, " ", words);
    };
    const sides = [...held.keys()].sort((a, b) => a - b);
    return h(
      "section",
      { class: "map-legend", "aria-labelledby": "legend-title" },
      h("h2", { id: "legend-title" }, t("legend")),
      h(
        "ul",
        { role: "list" },
        ...sides.map((side) => key(this.#chronicle.sides[side]?.mark ?? "", `${this.#chronicle.sides[side]?.label ?? ""} (${held.get(side)})`, "", side)),
        key("?", t("unknown_holder"), ""),
        key("·", t("no_holder"), ""),
        key("", t("contested_holder"), "contested"),
        key("·", t("uncertain"), "unsure"),
      ),
      h("p", { class: "note" }, t("zoom_hint")),
    );
  }
}

function names(found: readonly (readonly [string, string])[]): (Node | string)[] {
  return found.flatMap(([label, href], at) => [at ? ", " : "", h("a", { href, "data-kind": "unit" }, label)]);
}
