/** A chart of a column of numbers: bars by name, or points where numbers or dates run along. */
import { dayOf } from "../common/days.ts";
import { h, number, svg } from "../common/island.ts";
import { namingColumns } from "./columns.ts";
import { daysOf, numberOf } from "./rdf.ts";
import type { Shown } from "./results.ts";
import { dateTicks, niceTicks } from "./axis.ts";

const BARS = 40;
const ROW = 24;
const LEFT = 220;
const WIDTH = 900;

/** Draws the chart into `panel`, with the choice of its columns. */
export function chartView(panel: HTMLElement, shown: Shown): () => void {
  const { table, columns, words } = shown;
  const others = columns.numbers.filter((index) => index !== columns.latitude && index !== columns.longitude);
  const firstY = others.find((index) => !/year|month|day/i.test(table.columns[index] ?? "")) ?? others[0] ?? 0;
  const firstX = namingColumns(columns)[0] ?? columns.dates[0] ?? others.find((index) => index !== firstY) ?? 0;
  const select = (id: string, offered: readonly number[], chosen: number) =>
    h("select", { id }, ...offered.map((index) => h("option", { value: index, selected: index === chosen }, table.columns[index] ?? "")));
  const x = select("chart-x", table.columns.map((_, index) => index), firstX);
  const y = select("chart-y", others, firstY);
  const figure = h("figure", { class: "sparql-chart", tabindex: 0, "aria-label": words("chart") });
  const draw = async () => {
    const [along, up] = [Number(x.value), Number(y.value)];
    const iris = table.rows.flatMap((row) => (row[along]?.kind === "iri" ? [row[along].value] : []));
    await shown.names.learn(iris.slice(0, 400)).catch(() => undefined);
    const flowing = columns.dates.includes(along) || columns.numbers.includes(along);
    figure.replaceChildren(...(flowing ? points(shown, along, up) : bars(shown, along, up)));
  };
  for (const each of [x, y]) each.addEventListener("change", () => void draw());
  panel.replaceChildren(
    h(
      "div",
      { class: "sparql-choices" },
      h("label", { for: "chart-x" }, words("column_x"), " ", x),
      h("label", { for: "chart-y" }, words("column_y"), " ", y),
    ),
    figure,
  );
  void draw();
  return () => undefined;
}

function bars({ table, names, words }: Shown, along: number, up: number): Node[] {
  const sums = new Map<string, number>();
  for (const row of table.rows) {
    const value = numberOf(row[up]);
    if (value === undefined) continue;
    const name = names.text(row[along]) || words("no_number");
    sums.set(name, (sums.get(name) ?? 0) + value);
  }
  const all = [...sums].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const drawn = all.slice(0, BARS);
  const ticks = niceTicks(Math.min(0, ...drawn.map(([, value]) => value)), Math.max(0, ...drawn.map(([, value]) => value)), 6);
  const [low, high] = [ticks[0] ?? 0, ticks[ticks.length - 1] || 1];
  const scale = (value: number) => LEFT + ((value - low) / (high - low || 1)) * (WIDTH - LEFT - 90);
  const height = drawn.length * ROW + 30;
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": words("chart_label", { x: table.columns[along] ?? "", y: table.columns[up] ?? "" }) });
  for (const tick of ticks) {
    drawing.append(
      svg("line", { class: "grid", x1: scale(tick), x2: scale(tick), y1: 0, y2: height - 22 }),
      svg("text", { x: scale(tick), y: height - 6, "text-anchor": "middle" }, number(tick)),
    );
  }
  drawn.forEach(([name, value], index) => {
    const top = index * ROW + 2;
    const [from, to] = [scale(Math.min(0, value)), scale(Math.max(0, value))];
    drawing.append(
      svg("text", { x: LEFT - 8, y: top + 14, "text-anchor": "end" }, name.length > 30 ? `${name.slice(0, 29)}…` : name),
      svg("rect", { class: "bar", x: from, y: top, width: Math.max(to - from, 1), height: ROW - 6, rx: 2 }, svg("title", {}, `${name}: ${number(value)}`)),
      svg("text", { x: to + 6, y: top + 14 }, number(value)),
    );
  });
  const note = all.length > drawn.length ? [h("figcaption", { class: "note" }, words("chart_note", { n: drawn.length, all: all.length }))] : [];
  return [drawing, ...note];
}

function points({ table, columns, names, words }: Shown, along: number, up: number): Node[] {
  const dated = columns.dates.includes(along);
  const label = namingColumns(columns, [along, up])[0];
  const found = table.rows.flatMap((row) => {
    const x = dated ? daysOf(row[along], dayOf)?.[0] : numberOf(row[along]);
    const y = numberOf(row[up]);
    return x === undefined || y === undefined ? [] : [{ x, y, name: label === undefined ? "" : names.text(row[label]) }];
  });
  const [height, left, bottom] = [420, 80, 390];
  const xs = found.map((each) => each.x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const yTicks = niceTicks(Math.min(0, ...found.map((each) => each.y)), Math.max(0, ...found.map((each) => each.y)), 6);
  const [low, high] = [yTicks[0] ?? 0, yTicks[yTicks.length - 1] || 1];
  const atX = (x: number) => left + 10 + ((x - first) / (last - first || 1)) * (WIDTH - left - 40);
  const atY = (y: number) => bottom - ((y - low) / (high - low || 1)) * (bottom - 20);
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": words("chart_label", { x: table.columns[along] ?? "", y: table.columns[up] ?? "" }) });
  for (const tick of yTicks) {
    drawing.append(
      svg("line", { class: "grid", x1: left, x2: WIDTH - 20, y1: atY(tick), y2: atY(tick) }),
      svg("text", { x: left - 6, y: atY(tick) + 4, "text-anchor": "end" }, number(tick)),
    );
  }
  const xTicks = dated ? dateTicks(first, last, 8) : niceTicks(first, last, 8).map((value) => ({ value, label: number(value) }));
  for (const tick of xTicks) drawing.append(svg("text", { x: atX(tick.value), y: height - 8, "text-anchor": "middle" }, tick.label));
  for (const { x, y, name } of found) {
    drawing.append(svg("circle", { class: "bar", cx: atX(x), cy: atY(y), r: 5 }, svg("title", {}, `${name} ${number(y)}`.trim())));
  }
  return [drawing];
}
