/** The way of one thing: its places in order of time, joined by a line. */
import * as L from "leaflet";
import { h, type Words } from "../common/island.ts";
import type { Event, Place } from "./data.ts";

export interface Step extends Omit<Event, "places"> {
  readonly kindLabel: string;
  readonly place: number;
}

export interface Track {
  readonly label: string;
  readonly place: boolean;
  readonly places: readonly Place[];
  readonly steps: readonly Step[];
}

interface Stop {
  readonly at: [number, number];
  readonly place: Place;
  readonly steps: readonly Step[];
  /** Whether its place or its order among the others is certain. */
  readonly sure: boolean;
}

/** The stops of a track: steps at one place after each other are one; those without a date come last. */
export function stops(track: Track): Stop[] {
  const found: Stop[] = [];
  let latest = -Infinity;
  for (const step of track.steps) {
    const place = track.places[step.place];
    if (!place?.at) continue;
    const before = found.at(-1);
    const ordered = step.first !== null && step.first > latest;
    if (step.last !== null) latest = Math.max(latest, step.last);
    if (before && before.place === place) found[found.length - 1] = { ...before, steps: [...before.steps, step] };
    else found.push({ at: place.at, place, steps: [step], sure: place.sure && (ordered || !before) });
  }
  return found;
}

/** Draws `track` on `map` and gives the layer and what it covers. */
export function drawTrack(map: L.Map, track: Track, words: Words): { readonly layer: L.LayerGroup; readonly bounds: L.LatLngBounds | null } {
  const layer = L.layerGroup().addTo(map);
  const found = stops(track);
  found.forEach((stop, index) => {
    const before = found[index - 1];
    if (!track.place && before) {
      const sure = stop.sure && before.sure;
      L.polyline([before.at, stop.at], { className: "track-line", weight: 3, interactive: false, ...(sure ? {} : { dashArray: "3 8" }), renderer: lines(map) }).addTo(layer);
    }
  });
  const grouped = new Map<Place, number[]>();
  found.forEach((stop, index) => grouped.set(stop.place, [...(grouped.get(stop.place) ?? []), index]));
  for (const [place, numbers] of grouped) layer.addLayer(marker(place, numbers, found, track, words));
  const alone = found.length ? [] : track.places.flatMap((each) => (each.at ? [each] : []));
  for (const place of alone) layer.addLayer(marker(place, [], found, track, words));
  const corners = [...found.map((each) => each.at), ...alone.flatMap((each) => (each.at ? [each.at] : []))];
  return { layer, bounds: corners.length ? L.latLngBounds(corners) : null };
}

const renderers = new WeakMap<L.Map, L.SVG>();

/** Lines are SVG, so that they take their colour from the style sheet. */
function lines(map: L.Map): L.SVG {
  const known = renderers.get(map) ?? L.svg();
  renderers.set(map, known);
  return known;
}

function marker(place: Place, numbers: readonly number[], found: readonly Stop[], track: Track, words: Words): L.Marker {
  const mark = track.place || !numbers.length ? "●" : numbers.map((each) => each + 1).slice(0, 3).join(",");
  const title = words("at_place", { place: place.label, n: words("count", { n: numbers.reduce((sum, each) => sum + (found[each]?.steps.length ?? 0), 0) }) });
  const content = h("span", { class: "marker" }, h("span", { class: `pin step${place.sure ? "" : " unsure"}` }, mark), h("span", { class: "label" }, place.label));
  const icon = L.divIcon({ html: content, className: "place", iconSize: [28, 28] });
  const shown = L.marker([place.at?.[0] ?? 0, place.at?.[1] ?? 0], { icon, title, alt: title, zIndexOffset: 500 });
  shown.on("add", () => {
    shown.getElement()?.setAttribute("aria-label", title);
    shown.getElement()?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      shown.togglePopup();
    });
  });
  shown.bindPopup(() => {
    const list = h("ul", { class: "handovers", role: "list" });
    for (const each of numbers) {
      for (const step of found[each]?.steps ?? []) {
        const passage = step.passages[0];
        list.append(
          h("li", {}, h("a", { href: step.href }, `${step.when ? `${step.when}: ` : ""}${step.named ? step.label : step.kindLabel}`), passage && " ", passage && h("q", {}, passage.quote), passage && " ", passage && h("a", { class: "where", href: passage.href }, passage.source)),
        );
      }
    }
    return h("div", { class: "popup" }, h("strong", {}, h("a", { href: place.href }, place.label)), list);
  }, { maxWidth: 340, maxHeight: 280, offset: [0, -8] });
  return shown;
}
