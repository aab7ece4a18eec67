/** The picture as SVG and the network as GraphML (http://graphml.graphdrawing.org/). */
import type { Core, NodeSingular } from "cytoscape";
import { type Line, type Thing } from "./model.ts";
import { type Palette } from "../common/network.ts";

/** Characters of a line below a thing. */
const WIDE = 20;

/** Text as XML may hold it. */
export function escape(text: string): string {
  return text
    .replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (each) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[each] ?? each);
}

/** Things and lines as GraphML, which Gephi, Cytoscape and yEd read. */
export function graphml(things: Iterable<Thing>, lines: Iterable<Line>): string {
  const data = (key: string, value: string | undefined) =>
    value ? `<data key="${key}">${escape(value)}</data>` : "";
  const nodes = [...things].map(
    (each) => `<node id="${escape(each.iri)}">${data("label", each.label)}${data("kind", each.kindLabel)}</node>`,
  );
  const edges = [...lines].map(
    (each, index) =>
      `<edge id="e${index}" source="${escape(each.source)}" target="${escape(each.target)}">` +
      `${data("relation", each.label)}${data("first", each.first)}${data("last", each.last)}` +
      `${data("statement", each.statement)}</edge>`,
  );
  const keys = [
    ...["label", "kind"].map((name) => ["node", name]),
    ...["relation", "first", "last", "statement"].map((name) => ["edge", name]),
  ].map(([on, name]) => `<key id="${name}" for="${on}" attr.name="${name}" attr.type="string"/>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys,
    '<graph edgedefault="directed">',
    ...nodes,
    ...edges,
    "</graph>",
    "</graphml>",
    "",
  ].join("\n");
}

/** What is shown, as a drawing that stays sharp at any size. */
export function drawing(cy: Core, colours: Palette): string {
  const shown = cy.elements().not(".out");
  const box = shown.boundingBox({});
  const pad = 30;
  const size = [box.x1 - pad, box.y1 - pad, box.w + 2 * pad, box.h + 2 * pad].map(round);
  const lines = shown.edges().map((edge) => {
    const [a, b] = [edge.source().position(), edge.target().position()];
    const stop = shorten(a, b, edge.target().width() / 2 + 3);
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    return (
      `<path d="M${round(a.x)} ${round(a.y)}L${round(stop.x)} ${round(stop.y)}" stroke="${colours.line}" marker-end="url(#arrow)"/>` +
      text(String(edge.data("label")), middle.x, middle.y, 9, colours.soft, colours.paper)
    );
  });
  const nodes = shown.nodes().map((node) => {
    const { x, y } = node.position();
    const fill = colours.kinds[String(node.data("kind"))] ?? colours.soft;
    const label = String(node.data("label"));
    if (node.hasClass("aside")) {
      const words = text(label, x + node.width() / 2 + 5, y + 4, 11, colours.ink, colours.paper, "start", 2 * WIDE);
      return shape(node, fill) + words;
    }
    return shape(node, fill) + text(label, x, y + node.height() / 2 + 13, 11, colours.ink, colours.paper);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${size.join(" ")}" width="${size[2]}" height="${size[3]}" font-family="sans-serif">`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="${colours.line}"/></marker></defs>`,
    `<rect x="${size[0]}" y="${size[1]}" width="100%" height="100%" fill="${colours.paper}"/>`,
    `<g fill="none" stroke-width="1.5">${lines.join("\n")}</g>`,
    nodes.join("\n"),
    "</svg>",
    "",
  ].join("\n");
}

function shape(node: NodeSingular, fill: string): string {
  const { x, y } = node.position();
  const r = node.width() / 2;
  const sides: Readonly<Record<string, number>> = { place: 4, event: 3, side: 6, equipment: 5, organization: 8 };
  const count = sides[String(node.data("kind"))];
  if (node.data("kind") === "unit" || node.data("kind") === "source") {
    return `<rect x="${round(x - r)}" y="${round(y - r)}" width="${round(2 * r)}" height="${round(2 * r)}" rx="5" fill="${fill}"/>`;
  }
  if (!count) return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="${fill}"/>`;
  const points = Array.from({ length: count }, (_, index) => {
    const angle = -Math.PI / 2 + (index * 2 * Math.PI) / count;
    return `${round(x + r * Math.cos(angle))},${round(y + r * Math.sin(angle))}`;
  });
  return `<polygon points="${points.join(" ")}" fill="${fill}"/>`;
}

function text(
  words: string,
  x: number,
  y: number,
  size: number,
  fill: string,
  paper: string,
  anchor = "middle",
  wide = WIDE,
): string {
  const lines = wrapped(words, wide).map(
    (line, index) => `<tspan x="${round(x)}" dy="${index ? size * 1.15 : 0}">${escape(line)}</tspan>`,
  );
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${anchor}" fill="${fill}" paint-order="stroke" stroke="${paper}" stroke-width="3" stroke-linejoin="round">${lines.join("")}</text>`;
}

/** Words in lines of up to `most` characters; a longer word has a line of its own. */
export function wrapped(words: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function shorten(a: { x: number; y: number }, b: { x: number; y: number }, by: number): { x: number; y: number } {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  return { x: b.x - ((b.x - a.x) * by) / length, y: b.y - ((b.y - a.y) * by) / length };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
