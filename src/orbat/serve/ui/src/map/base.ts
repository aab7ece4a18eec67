/** The ground of every map: coasts and borders from the bundle, tiles only where the server's owner chose some. */
import type { FeatureCollection, Geometry } from "geojson";
import * as L from "leaflet";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { unwrapped } from "./rings.ts";

interface WithAtlas {
  orbatAtlas?: Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
}

/** A map in `container`, without a view; `tiles` is a URL template. */
export function ground(container: HTMLElement, tiles: string | undefined, attribution: string | undefined): L.Map {
  const map = L.map(container, { worldCopyJump: true, minZoom: 1, maxZoom: 16, zoomSnap: 0.5, attributionControl: true, preferCanvas: true, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: true, metric: true }).addTo(map);
  if (tiles) {
    // The owner's text is shown as text: what Leaflet is given, it takes for markup.
    const safe = document.createElement("span");
    safe.textContent = attribution ?? "";
    L.tileLayer(tiles, { attribution: safe.innerHTML }).addTo(map);
  } else {
    map.attributionControl.addAttribution("Natural Earth");
    void coasts(map);
  }
  return map;
}

/** Draws the countries, once their data is there, in the colours of the page. */
async function coasts(map: L.Map): Promise<void> {
  const atlas = await load();
  if (!atlas) return;
  map.createPane("ground").style.zIndex = "200";
  const renderer = L.canvas({ pane: "ground", padding: 0.3 });
  const shapes = unwrapped(feature(atlas, atlas.objects.countries) as FeatureCollection<Geometry>);
  const layer = L.geoJSON(shapes, { pane: "ground", interactive: false, style: () => ({ ...colours(), renderer }) }).addTo(map);
  const repaint = (): void => {
    layer.setStyle(colours());
  };
  document.addEventListener("orbat:theme", () => requestAnimationFrame(repaint));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}

function colours(): L.PathOptions {
  const probe = document.querySelector(".leaflet-container");
  const style = getComputedStyle(probe ?? document.body);
  return { color: style.borderTopColor, fillColor: style.color, weight: 0.8, fillOpacity: 1 };
}

let atlas: Promise<WithAtlas["orbatAtlas"]> | undefined;

/** The atlas is a script of its own, named by the page, so that the map works before it, and from a disk. */
function load(): Promise<WithAtlas["orbatAtlas"]> {
  atlas ??= new Promise((resolve) => {
    const address = document.querySelector<HTMLElement>("[data-atlas]")?.dataset["atlas"];
    if (!address) return resolve(undefined);
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve((globalThis as WithAtlas).orbatAtlas));
    script.addEventListener("error", () => resolve(undefined));
    document.head.append(script);
  });
  return atlas;
}
