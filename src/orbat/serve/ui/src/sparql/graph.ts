/** Things of a result and what joins them: statements, or the things that stand in one row. */
import { h } from "../common/island.ts";
import { arrange, network } from "../common/network.ts";
import { localName } from "./names.ts";
import type { Row, Term } from "./rdf.ts";
import type { Shown } from "./results.ts";

const MOST = 1500;

/** Draws the graph into `panel`. */
export async function graphView(panel: HTMLElement, { table, columns, names, words }: Shown): Promise<() => void> {
  const statements = table.columns.join(" ") === "subject predicate object";
  const things = new Map<string, Term>();
  const lines = new Map<string, { source: string; target: string; label: string }>();
  for (const row of table.rows) {
    for (const { source, target, label } of statements ? statement(row) : pairs(row, columns.joined, table.columns)) {
      if (things.size >= MOST) break;
      things.set(source.value, source);
      things.set(target.value, target);
      lines.set(`${source.value} ${target.value} ${label}`, { source: source.value, target: target.value, label });
    }
  }
  await names.learn([...things.values()].flatMap((term) => (term.kind === "iri" ? [term.value] : [])).slice(0, 1000)).catch(() => undefined);
  const box = h("div", { class: "sparql-graph __________cytoscape_container", role: "img", "aria-label": words("graph_label", { n: things.size }) });
  panel.replaceChildren(box, h("p", { class: "note" }, things.size >= MOST ? words("cut", { n: MOST }) : ""));
  const cy = network(box);
  cy.add([...things.values()].map((term) => {
    const label = names.text(term);
    return { group: "nodes" as const, data: { id: term.value, label, short: label.length > 42 ? `${label.slice(0, 41)}…` : label, kind: kindOf(term.value) } };
  }));
  cy.add([...lines].map(([id, line]) => ({ group: "edges" as const, data: { id, ...line } })));
  if (lines.size > 500) cy.edges().addClass("many");
  cy.on("tap", "node", (event) => {
    const term = things.get((event.target as { id(): string }).id());
    const href = term && names.href(term);
    if (href) window.open(href, "_blank", "noopener");
  });
  void arrange(cy, "force", [...things.keys()][0] ?? "", true);
  return () => cy.destroy();
}

function statement(row: Row): { source: Term; target: Term; label: string }[] {
  const [source, predicate, target] = row;
  if (!source || !predicate || target?.kind !== "iri") return [];
  return [{ source, target, label: localName(predicate.value) }];
}

/** Each thing of a row with the next one: a row reads from left to right. */
function pairs(row: Row, columns: readonly number[], names: readonly string[]): { source: Term; target: Term; label: string }[] {
  const found: { source: Term; target: Term; label: string }[] = [];
  let before: Term | undefined;
  for (const index of columns) {
    const term = row[index];
    if (!term) continue;
    if (before && before.value !== term.value) found.push({ source: before, target: term, label: names[index] ?? "" });
    before = term;
  }
  return found;
}

/** The kind of one of the data's own IRIs, which its path names; for colours only. */
function kindOf(iri: string): string {
  return /\/(person|unit|place|side|organization|order|event|equipment)\//.exec(iri)?.[1] ?? "";
}
