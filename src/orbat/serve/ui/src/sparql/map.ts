/** Rows on a map, by a WKT point or by latitude and longitude. */
import * as L from "leaflet";
import { ground } from "../map/base.ts";
import { h } from "../common/island.ts";
import { namingColumns } from "./columns.ts";
import { numberOf, pointOf, type Row } from "./rdf.ts";
import type { Shown } from "./results.ts";

const MOST = 3000;

/** Draws the map into `panel`. */
export async function mapView(panel: HTMLElement, { table, columns, names, words }: Shown): Promise<() => void> {
  const naming = namingColumns(columns, columns.points);
  const place = (row: Row): readonly [number, number] | undefined => {
    for (const index of columns.points) {
      const point = pointOf(row[index]);
      if (point) return point;
    }
    const x = columns.longitude === undefined ? undefined : numberOf(row[columns.longitude]);
    const y = columns.latitude === undefined ? undefined : numberOf(row[columns.latitude]);
    return x === undefined || y === undefined ? undefined : [x, y];
  };
  const placed = table.rows.flatMap((row) => {
    const point = place(row);
    return point ? [{ row, point }] : [];
  });
  const drawn = placed.slice(0, MOST);
  const iris = drawn.flatMap(({ row }) => row.flatMap((term) => (term?.kind === "iri" ? [term.value] : [])));
  await names.learn(iris.slice(0, 400)).catch(() => undefined);

  const box = h("div", { class: "sparql-map", role: "region", "aria-label": words("map_label") });
  const left = table.rows.length - placed.length;
  const note = [
    left ? words("map_note", { n: left }) : "",
    placed.length > MOST ? words("drawn", { n: MOST, all: placed.length }) : "",
  ];
  panel.replaceChildren(box, h("p", { class: "note" }, note.filter(Boolean).join(" · ")));
  const map = ground(box, undefined, undefined);

  const spots = new Map<string, { point: readonly [number, number]; rows: Row[] }>();
  for (const { row, point } of drawn) {
    const key = point.join(" ");
    const spot = spots.get(key) ?? { point, rows: [] };
    spot.rows.push(row);
    spots.set(key, spot);
  }
  const style = getComputedStyle(box);
  const colour = style.getPropertyValue("outline-color") || "#a40";
  for (const { point, rows } of spots.values()) {
    const [lon, lat] = point;
    L.circleMarker([lat, lon], { radius: 5 + Math.min(Math.sqrt(rows.length) * 2, 14), color: colour, weight: 2, fillOpacity: 0.45 })
      .addTo(map)
      .bindPopup(() => {
        const items = rows.slice(0, 20).map((row) => {
          const thing = row.find((each) => each?.kind === "iri");
          const href = thing && names.href(thing);
          const text = naming.map((index) => names.text(row[index])).filter(Boolean).join(" · ") || names.text(thing);
          return h("li", {}, href ? h("a", { href }, text) : text);
        });
        return h("ul", { class: "sparql-popup" }, ...items);
      });
  }
  const all = [...spots.values()].map(({ point: [lon, lat] }) => [lat, lon] as [number, number]);
  if (all.length) map.fitBounds(L.latLngBounds(all).pad(0.2), { maxZoom: 8, animate: false });
  return () => map.remove();
}
