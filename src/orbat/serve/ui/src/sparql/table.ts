/** A result as a table: names linked to their pages, sorted by any column, filtered, a page at a time. */
import { h } from "../common/island.ts";
import type { Columns } from "./columns.ts";
import type { Names } from "./names.ts";
import { numberOf, type Row, type Table, type Term } from "./rdf.ts";
import type { Shown } from "./results.ts";

const PAGE = 100;
const LONG = 60;
const COMPARED = 200;

/** Draws the table into `panel`. */
export async function tableView(panel: HTMLElement, { table, columns, names, words }: Shown): Promise<() => void> {
  const linked = await named(table, columns, names);
  const hidden = new Set(linked.values());
  const kept = table.columns.map((_, index) => index).filter((index) => !hidden.has(index));
  let order = table.rows;
  let shown: readonly Row[] = order;
  let first = 0;
  let sorted: { column: number; down: boolean } | undefined;

  const filter = h("input", { type: "search", "aria-label": words("filter"), placeholder: words("filter"), autocomplete: "off" });
  const count = h("span", { class: "when", role: "status" });
  const body = h("tbody");
  const heads = kept.map((column) => {
    const name = table.columns[column] ?? "";
    const button = h("button", { type: "button", class: "sort", title: words("sort", { column: name }) }, name.replaceAll("_", " "));
    button.addEventListener("click", () => sort(column));
    return h("th", { scope: "col", class: columns.numbers.includes(column) && "num" }, button);
  });
  const pager = h("nav", { class: "pager", "aria-label": words("page", { first: "", last: "", all: "" }).trim() });
  const region = h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": words("table") },
    h("table", {}, h("thead", {}, h("tr", {}, ...heads)), body),
  );

  const draw = async () => {
    const rows = shown.slice(first, first + PAGE);
    fill(rows);
    await names.learn(rows.flat().flatMap((term) => (term?.kind === "iri" ? [term.value] : []))).catch(() => undefined);
    fill(rows);
  };
  const fill = (rows: readonly Row[]) => {
    body.replaceChildren(
      ...rows.map((row) =>
        h("tr", {}, ...kept.map((column) => h("td", { class: classOf(row[column], column) }, cell(row[column], row[linked.get(column) ?? column])))),
      ),
    );
    const last = Math.min(first + PAGE, shown.length);
    count.textContent = filter.value ? words("filtered", { n: shown.length, all: table.rows.length }) : "";
    pager.replaceChildren(
      turn(words("previous"), first > 0, -PAGE),
      h("span", {}, words("page", { first: shown.length ? first + 1 : 0, last, all: shown.length })),
      turn(words("next"), last < shown.length, PAGE),
    );
    pager.hidden = shown.length <= PAGE;
  };
  const classOf = (term: Term | undefined, column: number) =>
    columns.numbers.includes(column) ? "num" : (term?.value.length ?? 0) > LONG && term?.kind === "literal" && "long";
  const turn = (label: string, can: boolean, by: number) => {
    const button = h("button", { type: "button", class: "quiet", disabled: !can }, label);
    button.addEventListener("click", () => {
      first += by;
      void draw();
    });
    return button;
  };
  const cell = (term: Term | undefined, thing: Term | undefined): Node | string => {
    if (!term) return "";
    const href = thing && names.href(thing);
    const text = names.text(term);
    if (!thing || !href) return h("span", { lang: term.language || undefined }, text);
    return h("a", { href, title: thing.value, rel: names.isExternal(thing) && "external noopener" }, text);
  };
  const sort = (column: number) => {
    sorted = { column, down: sorted?.column === column && !sorted.down };
    const down = sorted.down ? -1 : 1;
    order = [...table.rows].sort((a, b) => down * compare(a[column], b[column], names.text.bind(names)));
    heads.forEach((head, index) => {
      if (kept[index] === column) head.setAttribute("aria-sort", sorted?.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    narrow();
  };
  const narrow = () => {
    const wanted = filter.value.trim().toLowerCase();
    shown = wanted ? order.filter((row) => row.some((term) => names.text(term).toLowerCase().includes(wanted))) : order;
    first = 0;
    void draw();
  };
  filter.addEventListener("input", narrow);

  panel.replaceChildren(h("div", { class: "sparql-filter" }, filter, count), region, pager);
  void draw();
  return () => undefined;
}

/** The columns of names that stand beside the things they name: each with the column of its things. */
async function named(table: Table, columns: Columns, names: Names): Promise<ReadonlyMap<number, number>> {
  const rows = table.rows.slice(0, COMPARED);
  await names.learn(rows.flat().flatMap((term) => (term?.kind === "iri" ? [term.value] : []))).catch(() => undefined);
  const found = new Map<number, number>();
  for (const thing of columns.things) {
    const name = columns.names.find(
      (index) =>
        !columns.things.includes(index) &&
        !found.has(index) &&
        rows.every((row) => row[thing] && row[index]?.value === names.text(row[thing])),
    );
    if (name !== undefined) found.set(name, thing);
  }
  return found;
}

/** The order of two values: numbers by size, dates by time, the rest by their words; what is missing comes last. */
export function compare(a: Term | undefined, b: Term | undefined, text: (term: Term) => string): number {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [s, t] = [text(a), text(b)];
  if (s.startsWith("-") && t.startsWith("-") && /^-\d{4}/.test(s) && /^-\d{4}/.test(t)) {
    return Number(s.slice(0, 5)) - Number(t.slice(0, 5)) || s.slice(5).localeCompare(t.slice(5)); // years BC
  }
  return s.localeCompare(t, undefined, { numeric: !/^-?\d{4}-/.test(s) });
}
