/** The places on the map: who holds them, how many events they have in the time shown; joined where they crowd. */
import * as L from "leaflet";
import { h, type Words } from "../common/island.ts";
import { type Chronicle, type Cluster, clusters, type Holder } from "./data.ts";

const CELL = 34;
const LETTER = 7.4;
const LINE = 18;
/** About how wide a letter of a name is, and how high a line, in pixels. */

export class Places {
  readonly #map: L.Map;
  readonly #chronicle: Chronicle;
  readonly #words: Words;
  readonly #choose: (place: number | null) => void;
  readonly #layer = L.layerGroup();
  #holders: ReadonlyMap<number, Holder> = new Map();
  #counts: ReadonlyMap<number, number> = new Map();
  #chosen: number | null = null;

  constructor(map: L.Map, chronicle: Chronicle, words: Words, choose: (place: number | null) => void) {
    this.#map = map;
    this.#chronicle = chronicle;
    this.#words = words;
    this.#choose = choose;
    this.#layer.addTo(map);
    map.on("zoomend moveend", () => this.#draw());
  }

  /** Shows holders and numbers of events by place; `chosen` stands out. */
  update(holders: ReadonlyMap<number, Holder>, counts: ReadonlyMap<number, number>, chosen: number | null): void {
    [this.#holders, this.#counts, this.#chosen] = [holders, counts, chosen];
    this.#draw();
  }

  #draw(): void {
    const active = document.activeElement?.getAttribute("data-place");
    const bounds = this.#map.getBounds().pad(0.1);
    const points = this.#chronicle.places.flatMap((place, id) => {
      if (!place.at || !(this.#counts.has(id) || this.#holders.has(id))) return [];
      if (!bounds.contains(L.latLng(place.at[0], place.at[1]))) return [];
      const { x, y } = this.#map.project([place.at[0], place.at[1]]);
      return [{ id, x, y }];
    });
    const found = clusters(points, CELL, this.#chosen);
    this.#layer.clearLayers();
    const named = this.#named(found);
    for (const each of found) {
      const at = this.#map.unproject([each.x, each.y]);
      const [only] = each.members;
      const marker = each.members.length === 1 && only !== undefined ? this.#place(only, at, named.has(only)) : this.#cluster(each.members, at);
      marker.addTo(this.#layer);
    }
    if (active) document.querySelector<HTMLElement>(`.leaflet-marker-icon[data-place="${active}"]`)?.focus({ preventScroll: true });
  }

  /** The places whose names are shown: no name lies on a pin or on another name, and those with most events come first. */
  #named(found: readonly Cluster[]): Set<number> {
    const boxes = found.map((each) => ({ left: each.x - 16, right: each.x + 16, top: each.y - 16, bottom: each.y + 16 }));
    const named = new Set<number>();
    const single = found.flatMap((each) => (each.members.length === 1 ? [{ ...each, id: each.members[0] as number }] : []));
    single.sort((a, b) => (this.#counts.get(b.id) ?? 0) - (this.#counts.get(a.id) ?? 0));
    for (const { id, x, y } of single) {
      const width = (this.#chronicle.places[id]?.label.length ?? 0) * LETTER;
      const box = { left: x + 20, right: x + 20 + width, top: y - LINE / 2, bottom: y + LINE / 2 };
      if (boxes.some((each) => each.left < box.right && box.left < each.right && each.top < box.bottom && box.top < each.bottom)) continue;
      boxes.push(box);
      named.add(id);
    }
    return named;
  }

  #place(id: number, at: L.LatLng, named: boolean): L.Marker {
    const place = this.#chronicle.places[id];
    const holder = this.#holders.get(id);
    const side = holder && holder.side !== null ? this.#chronicle.sides[holder.side] : undefined;
    const count = this.#counts.get(id) ?? 0;
    const pin = h("span", { class: `pin${place?.sure ? "" : " unsure"}${holder?.unsure ? " contested" : ""}${count ? "" : " quiet"}${id === this.#chosen ? " picked" : ""}` }, side?.mark ?? (holder ? "?" : "·"));
    if (side) pin.style.setProperty("--pin", `var(--side-${(holder?.side ?? 0) % 8})`);
    if (holder?.other !== null && holder?.other !== undefined) pin.style.setProperty("--pin-other", `var(--side-${holder.other % 8})`);
    if (count > 1) pin.append(h("span", { class: "n" }, String(count)));
    const box = h("span", { class: "marker" }, pin);
    if (named || id === this.#chosen) box.append(h("span", { class: "label" }, place?.label ?? ""));
    return this.#marker(at, box, `${id}`, this.#title(id), () => this.#choose(id));
  }

  #title(id: number): string {
    const place = this.#chronicle.places[id];
    const holder = this.#holders.get(id);
    const side = holder && holder.side !== null ? this.#chronicle.sides[holder.side]?.label : undefined;
    const parts = [this.#words("at_place", { place: place?.label ?? "", n: this.#words("count", { n: this.#counts.get(id) ?? 0 }) })];
    if (side) parts.push(side);
    if (holder?.unsure) parts.push(this.#words("contested_holder"));
    if (!place?.sure) parts.push(this.#words("uncertain"));
    return parts.join("; ");
  }

  #cluster(members: readonly number[], at: L.LatLng): L.Marker {
    const box = h("span", { class: "marker" }, h("span", { class: "pin many" }, String(members.length)));
    const names = members.map((id) => this.#chronicle.places[id]?.label ?? "").join(", ");
    const title = `${this.#words("cluster", { n: members.length })}: ${names}`;
    return this.#marker(at, box, `${members[0]}+`, title, () => {
      const corners = members.flatMap((id) => (this.#chronicle.places[id]?.at ? [this.#chronicle.places[id].at as L.LatLngTuple] : []));
      const bounds = L.latLngBounds(corners);
      if (this.#map.getZoom() >= this.#map.getMaxZoom() || bounds.getNorthEast().equals(bounds.getSouthWest())) this.#choose(members[0] ?? null);
      else this.#map.fitBounds(bounds, { padding: [60, 60] });
    });
  }

  #marker(at: L.LatLng, content: HTMLElement, key: string, title: string, act: () => void): L.Marker {
    const icon = L.divIcon({ html: content, className: "place", iconSize: [28, 28] });
    const marker = L.marker(at, { icon, title, alt: title, keyboard: true, riseOnHover: true });
    marker.on("click", act);
    marker.on("add", () => {
      const element = marker.getElement();
      element?.setAttribute("data-place", key);
      element?.setAttribute("aria-label", title);
      element?.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        act();
      });
    });
    return marker;
  }
}
