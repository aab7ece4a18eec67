/** The tree and the changes as the server's template writes them. */
import { type DateWords, dayWords } from "../common/days.ts";
import { h, type Words } from "../common/island.ts";
import type { Change, History, Holding, Node } from "./history.ts";

const SURE = 0.75;
const BASES = ["stated", "appointed", "account", "undated"];

export class Drawing {
  readonly #history: History;
  readonly #t: Words;
  readonly #dates: DateWords;
  /** Which details the reader has opened, by the thing they belong to: they stay open on another day. */
  readonly #open = new Set<string>();

  constructor(history: History, words: Words, dates: DateWords) {
    this.#history = history;
    this.#t = words;
    this.#dates = dates;
  }

  /** The list of `nodes` on `day`; `turned` are the things that the compared days differ in, with their signs. */
  tree(nodes: readonly Node[], day: number, turned: ReadonlyMap<string, string[]>): HTMLElement {
    return h("ul", { role: "list" }, ...nodes.map((each) => this.#branch(each, day, turned)));
  }

  changes(changes: readonly Change[], first: number, last: number): HTMLElement {
    const t = this.#t;
    const title = t("changes", { first: dayWords(first, this.#dates), last: dayWords(last, this.#dates) });
    const list = changes.map((each) => {
      const none = t(each.turn === "commander" ? "nobody" : "nowhere");
      const names = (ids: readonly string[]): string => ids.map((id) => this.#history.label(id)).join(", ") || none;
      const detail = each.turn === "commander" || each.turn === "moved" ? `: ${t("from_to", { before: names(each.before), after: names(each.after) })}` : "";
      return h(
        "li",
        { "data-turn": each.turn },
        h("span", { class: "turn" }, t(each.turn)),
        " ",
        this.#name(each.thing.id),
        detail,
        " ",
        this.#evidence(`change ${each.turn} ${each.thing.id}`, each.holdings, true),
      );
    });
    return h(
      "section",
      { class: "orbat-changes", "aria-labelledby": "changes-title" },
      h("h2", { id: "changes-title" }, title),
      list.length ? h("ul", { role: "list" }, ...list) : h("p", { class: "note" }, t("same")),
    );
  }

  #branch(node: Node, day: number, turned: ReadonlyMap<string, string[]>): HTMLElement {
    const t = this.#t;
    const tags: string[] = [];
    if (node.foreign) tags.push(t("foreign"));
    if (node.thing.borrowed) tags.push(t("borrowed"));
    if (node.thing.sort === "side" && node.commanders.size) tags.push(t("forces"));
    if (node.again) tags.push(t("again"));
    if (node.commanders.size > 1) tags.push(t("two_commanders", { n: node.commanders.size }));
    if (node.superiors.size > 1) tags.push(t("also_under", { names: this.#history.named(node.superiors.keys()).map((id) => this.#history.label(id)).join(", ") }));
    const commanders = this.#history.named(node.commanders.keys());
    const superiors = this.#history.named(node.superiors.keys());
    const holdings = [...commanders.flatMap((id) => node.commanders.get(id) ?? []), ...superiors.flatMap((id) => node.superiors.get(id) ?? [])];
    return h(
      "li",
      {},
      h(
        "div",
        { class: "formation" },
        h(
          "p",
          { class: "what" },
          this.#name(node.thing.id),
          node.thing.echelon && " ",
          node.thing.echelon && h("span", { class: "tag" }, node.thing.echelon),
          ...tags.flatMap((tag) => [" ", h("span", { class: "tag mark" }, tag)]),
          ...(turned.get(node.thing.id) ?? []).flatMap((tag) => [" ", h("span", { class: "tag turn" }, tag)]),
        ),
        ...commanders.map((id) => h("p", { class: "leader" }, this.#name(id), " ", h("span", { class: "when" }, this.#notes(node.commanders.get(id) ?? [], day).join("; ")))),
        this.#evidence(node.thing.id, holdings, false),
      ),
      node.children.length > 0 && this.tree(node.children, day, turned),
    );
  }

  #name(id: string): HTMLElement {
    const thing = this.#history.things.get(id);
    return h("a", { class: "thing", href: thing?.href, "data-kind": thing?.sort }, thing?.label ?? id);
  }

  #notes(holdings: readonly Holding[], day: number): string[] {
    const t = this.#t;
    const statement = (each: Holding) => this.#history.side.statements[each.statement];
    const best = [...holdings].sort((a, b) => BASES.indexOf(a.basis) - BASES.indexOf(b.basis) || (b.first ?? 0) - (a.first ?? 0))[0];
    if (!best) return [];
    const found = [this.#time(best, day)];
    if (holdings.every((each) => each.last !== null)) {
      const ends = holdings.reduce((a, b) => ((b.last ?? 0) > (a.last ?? 0) ? b : a));
      const date = t("until", { date: dayWords(ends.last ?? 0, this.#dates) });
      found.push(t("end_reason", { date, reason: t(`end_${ends.end || "successor"}`) }));
    }
    const sure = Math.max(...holdings.map((each) => statement(each)?.confidence ?? 1));
    if (sure < SURE) found.push(t("doubtful", { percent: Math.round(100 * sure) }));
    if (holdings.some((each) => statement(each)?.contested)) found.push(t("contested"));
    return found;
  }

  #time(holding: Holding, day: number): string {
    const told = this.#history.side.statements[holding.statement];
    if (holding.basis === "stated" && told?.told) {
      const inside = told.told[0] <= day && day <= told.told[1];
      return this.#t(inside ? "stated" : "carried", { when: told.when });
    }
    if ((holding.basis === "appointed" || holding.basis === "account") && holding.first !== null) {
      return this.#t(holding.basis, { date: dayWords(holding.first, this.#dates) });
    }
    return this.#t("undated");
  }

  /** The passages behind `holdings`, and, where asked, behind what ended them. */
  #evidence(key: string, holdings: readonly Holding[], endings: boolean): HTMLElement | null {
    const t = this.#t;
    const proofs = new Map<string, string>();
    for (const each of holdings) {
      const names = { person: this.#history.label(each.other), superior: this.#history.label(each.other), unit: this.#history.label(each.one) };
      proofs.set(each.statement, t(each.kind === "command" ? "link_command" : "link_part", names));
    }
    if (endings) for (const each of holdings) if (each.end === "dismissed" || each.end === "fell") proofs.set(each.endedBy, t(`end_${each.end}`));
    const told = [...proofs].flatMap(([id, label]) => {
      const statement = this.#history.side.statements[id];
      return statement ? [{ label, statement }] : [];
    });
    if (!told.length) return null;
    const n = told.reduce((sum, { statement }) => sum + statement.passages.length + statement.more, 0);
    const details = h("details", { open: this.#open.has(key) }, h("summary", {}, t("evidence", { n })));
    for (const { label, statement } of told) {
      const proof = h("div", { class: "proof" }, h("p", {}, h("a", { href: statement.href }, label)));
      for (const each of statement.passages) {
        proof.append(h("blockquote", {}, h("p", {}, each.quote)), h("p", { class: "where" }, h("a", { href: each.href }, each.source)));
      }
      if (statement.more) proof.append(h("p", { class: "where" }, h("a", { href: statement.href }, t("more", { n: statement.more }))));
      details.append(proof);
    }
    details.addEventListener("toggle", () => (details.open ? this.#open.add(key) : this.#open.delete(key)));
    return details;
  }
}
