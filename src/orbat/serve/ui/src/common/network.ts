/** Cytoscape.js in the page's colours, under a policy that forbids inline styles. */
import cytoscape, { type Core, type LayoutOptions, type StylesheetJson } from "cytoscape";
import fcose from "cytoscape-fcose";

cytoscape.use(fcose);

/** The kinds that have colours of their own; see `orbat.css`. */
export const KINDS = ["person", "unit", "place", "side", "organization", "order", "event", "equipment", "source", "time"] as const;

/** Colours as the page has them now, resolved for a canvas. */
export interface Palette {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly paper: string;
  readonly accent: string;
  readonly kinds: Readonly<Record<string, string>>;
}

/** Shapes tell kinds apart without colour. */
const SHAPES: Readonly<Record<string, string>> = {
  person: "ellipse",
  unit: "round-rectangle",
  place: "diamond",
  side: "hexagon",
  organization: "octagon",
  order: "round-tag",
  event: "round-triangle",
  equipment: "pentagon",
  source: "rectangle",
};

/** The arrangements on offer. */
export const LAYOUTS = ["force", "tree", "circles", "grid"] as const;
export type LayoutName = (typeof LAYOUTS)[number];

/** The page's colours; a custom property with `light-dark()` is resolved by an element that uses it. */
export function palette(): Palette {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colour = (name: string, otherwise: string): string => {
    probe.style.color = otherwise;
    probe.style.color = `var(${name}, ${otherwise})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    ink: colour("--ink", "#222"),
    soft: colour("--soft", "#666"),
    line: colour("--edge", "#999"),
    paper: colour("--sheet", "#fff"),
    accent: colour("--accent", "#a40"),
    kinds: Object.fromEntries(KINDS.map((kind) => [kind, colour(`--c-${kind}`, "#777")])),
  };
  probe.remove();
  return found;
}

/** The style of things and lines in these colours. */
export function stylesheet(colours: Palette): StylesheetJson {
  const kinds = KINDS.map((kind) => ({
    selector: `node[kind = "${kind}"]`,
    style: { "background-color": colours.kinds[kind] ?? colours.soft, shape: SHAPES[kind] ?? "ellipse" },
  }));
  return [
    {
      selector: "node",
      style: {
        width: 26,
        height: 26,
        "background-color": colours.soft,
        label: "data(short)",
        color: colours.ink,
        "font-size": 11,
        "font-family": "system-ui, sans-serif",
        "text-wrap": "wrap",
        "text-max-width": "110px",
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-background-color": colours.paper,
        "text-background-opacity": 0.8,
        "text-background-padding": "1px",
        "min-zoomed-font-size": 7,
        "border-width": 0,
        "border-color": colours.ink,
      },
    },
    ...kinds,
    { selector: "node.small", style: { "min-zoomed-font-size": 10 } },
    {
      selector: "node.aside",
      style: { "text-halign": "right", "text-valign": "center", "text-margin-y": 0, "text-margin-x": 5, "text-max-width": "260px" },
    },
    { selector: "node.expanded", style: { width: 36, height: 36, "border-width": 2, "font-weight": "bold" } },
    {
      selector: "edge",
      style: {
        width: 1.5,
        "line-color": colours.line,
        "target-arrow-color": colours.line,
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
        "curve-style": "bezier",
        label: "data(label)",
        "font-size": 9,
        color: colours.soft,
        "text-rotation": "autorotate",
        "text-background-color": colours.paper,
        "text-background-opacity": 0.85,
        "min-zoomed-font-size": 8,
      },
    },
    { selector: ".many", style: { "curve-style": "haystack", "target-arrow-shape": "none", label: "" } },
    { selector: ".out", style: { display: "none" } },
    { selector: "node:selected", style: { "border-width": 4, "border-color": colours.accent } },
    {
      selector: "edge:selected",
      style: { width: 4, "line-color": colours.accent, "target-arrow-color": colours.accent, color: colours.ink },
    },
  ] as unknown as StylesheetJson;
}

/** An empty network in `container`, recoloured when the page's scheme changes. */
export function network(container: HTMLElement): Core {
  keepStyleElementOut();
  const cy = cytoscape({
    container,
    style: stylesheet(palette()),
    minZoom: 0.05,
    maxZoom: 4,
    boxSelectionEnabled: false,
    pixelRatio: Math.min(devicePixelRatio, 2),
    textureOnViewport: false,
  });
  const recolour = () => cy.style(stylesheet(palette()));
  document.addEventListener("orbat:theme", recolour);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  new ResizeObserver(() => cy.resize()).observe(container);
  return cy;
}

/** Arranges what is shown. `root` is where a tree begins; `anew` forgets where things stand now. */
export function arrange(cy: Core, name: LayoutName, root: string, anew: boolean): Promise<unknown> {
  const shown = cy.elements().not(".out");
  const small = shown.nodes().length <= 250;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const common = { animate: small && !still, animationDuration: 350, padding: 40, fit: true };
  const layout = shown.layout(options(cy, name, root, anew, small, common) as LayoutOptions);
  cy.batch(() => cy.nodes().toggleClass("aside", name === "tree").toggleClass("small", !small));
  const done = layout.promiseOn("layoutstop");
  layout.run();
  return done;
}

function options(cy: Core, name: LayoutName, root: string, anew: boolean, small: boolean, common: object): object {
  switch (name) {
    case "tree":
      return { ...common, name: "preset", positions: tree(cy, root) };
    case "circles":
      return {
        ...common,
        name: "concentric",
        concentric: (node: { id(): string; degree(loops: boolean): number }) =>
          node.id() === root ? 1e6 : node.degree(false),
        levelWidth: () => 3,
        minNodeSpacing: 24,
        nodeDimensionsIncludeLabels: small,
      };
    case "grid":
      return { ...common, name: "grid", avoidOverlapPadding: 30, sort: byLabel };
    case "force":
      if (anew) scatter(cy, root);
      return {
        ...common,
        name: "fcose",
        quality: small ? "default" : "draft", // a thousand things are arranged in a second or two
        randomize: !small,
        nodeSeparation: small ? 110 : 260,
        idealEdgeLength: () => 110,
        nodeRepulsion: () => 9000,
        nodeDimensionsIncludeLabels: small,
        packComponents: true,
      };
  }
}

function byLabel(a: { data(name: string): string }, b: { data(name: string): string }): number {
  return a.data("label").localeCompare(b.data("label"));
}

/** Columns by how many lines a thing is away from the first, each in the order of the column before it. */
function tree(cy: Core, root: string): Record<string, { x: number; y: number }> {
  const shown = cy.elements().not(".out");
  const left = new Set(shown.nodes().map((node) => node.id()));
  const columns: string[][] = [];
  while (left.size) {
    const first = left.has(root) ? root : (left.values().next().value ?? "");
    left.delete(first);
    let column = [first];
    for (let level = 0; column.length; level++) {
      columns[level] = [...(columns[level] ?? []), ...column];
      column = column.flatMap((id) => {
        const next = cy.getElementById(id).neighborhood().not(".out").nodes().sort((a, b) => byLabel(a, b));
        return next.map((node) => node.id()).filter((each) => left.delete(each));
      });
    }
  }
  const found: Record<string, { x: number; y: number }> = {};
  columns.forEach((column, level) =>
    column.forEach((id, index) => {
      found[id] = { x: level * 320, y: (index - (column.length - 1) / 2) * 34 };
    }),
  );
  return found;
}

/** Puts things on a spiral around the first, always the same, so that the same view gives the same picture. */
function scatter(cy: Core, root: string): void {
  let index = 0;
  cy.batch(() =>
    cy.nodes().forEach((node) => {
      if (node.id() === root) node.position({ x: 0, y: 0 });
      else node.position(spiral(++index));
    }),
  );
}

/** The place of the `index`th thing on a spiral. */
export function spiral(index: number): { x: number; y: number } {
  const angle = index * 2.399963; // the golden angle spreads them evenly
  const radius = 60 * Math.sqrt(index);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/**
 * Cytoscape adds a style element unless one with this id is there; the policy forbids it, and its one rule
 * (`position: relative` on the container) is in our own styles.
 */
function keepStyleElementOut(): void {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id)) return;
  const standIn = document.createElement("meta");
  standIn.id = id;
  document.head.append(standIn);
}
