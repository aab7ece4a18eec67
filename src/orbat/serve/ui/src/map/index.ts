/** Map and timeline: choosing a time filters map and lists; the address follows what is shown. */
import * as L from "leaflet";
import "./style.css";
import { remember } from "../common/address.ts";
import { load } from "../common/data.ts";
import { dateWords, dayOf, dayOfIso, dayWords, isoOf } from "../common/days.ts";
import { early } from "../common/early.ts";
import { h, island, type Words } from "../common/island.ts";
import { ground } from "./base.ts";
import { type Chronicle, type Holder, holders, meets, shown, type View, wanted } from "./data.ts";
import { Lists } from "./lists.ts";
import { Places } from "./places.ts";
import { Timeline } from "./timeline.ts";
import { drawTrack, type Track } from "./track.ts";

island("map", (element, words) => {
  void start(element, words);
});

async function start(element: HTMLElement, words: Words): Promise<void> {
  const again = early(element);
  const found = await load<Chronicle | Track>(element.dataset["src"] ?? "");
  if ("steps" in found) small(element, found, words);
  else new Atlas(element, found, words);
  again();
}

/** The map on the page of one thing; nothing where none of its places is known. */
function small(element: HTMLElement, track: Track, words: Words): void {
  if (!track.places.some((each) => each.at)) return;
  const box = h("div", { class: "map-box small", role: "group", "aria-label": words("track", { name: track.label }) });
  element.replaceChildren(box, ...(track.place || new Set(track.steps.map((each) => each.place)).size < 2 ? [] : [h("p", { class: "note" }, words("track_note"))]));
  const map = ground(box, element.dataset["tiles"], element.dataset["tilesAttribution"]);
  const { bounds } = drawTrack(map, track, words);
  if (bounds) map.fitBounds(bounds.pad(0.3), { maxZoom: 6 });
}

class Atlas {
  readonly #element: HTMLElement;
  readonly #words: Words;
  readonly #chronicle: Chronicle;
  readonly #lists: Lists;
  readonly #timeline: Timeline;
  readonly #map: L.Map;
  readonly #places: Places;
  readonly #form: HTMLFormElement | null;
  readonly #aside = h("div");
  readonly #legend = h("div");
  #view: View;
  #chosen: number | null = null;
  #track: L.LayerGroup | undefined;
  #thing = "";
  #frame = 0;
  #later = 0;
  #listed = false;

  constructor(element: HTMLElement, chronicle: Chronicle, words: Words) {
    this.#element = element;
    this.#words = words;
    this.#chronicle = chronicle;
    this.#form = element.querySelector("form");
    const dates = dateWords(element);
    const asked = new URL(location.href).searchParams;
    const [begin, end] = chronicle.period ?? [0, 1];
    this.#view = {
      first: dayOfIso(element.dataset["from"] ?? "") ?? begin,
      last: dayOfIso(element.dataset["to"] ?? "") ?? end,
      kind: asked.get("kind") ?? "",
      all: asked.get("all") === "1",
    };
    this.#lists = new Lists(chronicle, words, (place) => this.#choose(place));
    this.#timeline = new Timeline(chronicle, words, dates, (first, last) => this.#show({ ...this.#view, first, last }));
    this.#slot("timeline").replaceChildren(this.#timeline.element);
    const box = h("div", { class: "map-box", role: "group", "aria-label": words("map") });
    // What changed hands stands beside the map, to be seen with it.
    const side = h("div", { class: "map-side", tabindex: 0, role: "group", "aria-label": words("beside") }, this.#aside, element.querySelector('[data-part="changes"]'));
    this.#slot("map").replaceChildren(h("div", { class: "map-grid" }, h("div", {}, box, this.#legend), side));
    this.#map = ground(box, element.dataset["tiles"], element.dataset["tilesAttribution"]);
    this.#look(asked);
    this.#places = new Places(this.#map, chronicle, words, (place) => this.#choose(place));
    const selected = asked.get("select");
    const chosen = chronicle.places.findIndex((each) => selected && each.href.endsWith(`/${selected}`));
    this.#chosen = chosen < 0 ? null : chosen;
    this.#listen();
    if (element.dataset["track"]) void this.#follow(asked.get("thing") ?? "", element.dataset["track"], !asked.has("at"));
    element.classList.add("alive");
    this.#show(this.#view);
    this.#map.on("moveend", () => this.#remember());
  }

  #slot(name: string): HTMLElement {
    return this.#element.querySelector(`[data-slot="${name}"]`) as HTMLElement;
  }

  /** Where the map looks first: as the address says, else at the places of the events shown. */
  #look(asked: URLSearchParams): void {
    const at = (asked.get("at") ?? "").split(",").map(Number);
    const zoom = Number(asked.get("zoom"));
    const [latitude, longitude] = at;
    if (at.length === 2 && latitude !== undefined && longitude !== undefined && at.every(Number.isFinite) && zoom) {
      this.#map.setView([latitude, longitude], zoom);
      return;
    }
    const corners = this.#corners(shown(this.#chronicle, this.#view));
    const all = corners.length ? corners : this.#corners(this.#chronicle.events.keys());
    if (all.length) this.#map.fitBounds(L.latLngBounds(all).pad(0.02), { maxZoom: 9, padding: [40, 40] });
    else this.#map.setView([30, 10], 2);
  }

  /** Where `events` were, the far outliers of the map left out. */
  #corners(events: Iterable<number>): L.LatLngTuple[] {
    const found = [...events].flatMap((index) => this.#chronicle.events[index]?.places.slice(0, 1) ?? []);
    const points = found.flatMap((id) => (this.#chronicle.places[id]?.at ? [this.#chronicle.places[id].at as L.LatLngTuple] : []));
    if (points.length < 8) return points;
    const near = (axis: 0 | 1): ((point: L.LatLngTuple) => boolean) => {
      const sorted = points.map((each) => each[axis]).sort((a, b) => a - b);
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
      const reach = Math.max(1.5 * (at(0.75) - at(0.25)), 1);
      return (point) => point[axis] >= at(0.25) - reach && point[axis] <= at(0.75) + reach;
    };
    const [latitude, longitude] = [near(0), near(1)];
    return points.filter((each) => latitude(each) && longitude(each));
  }

  #listen(): void {
    const form = this.#form;
    if (!form) return;
    const field = <T extends HTMLElement>(name: string): T | null => form.querySelector<T>(`[name="${name}"]`);
    const [begin, end] = this.#chronicle.period ?? [0, 1];
    form.addEventListener("submit", (event) => event.preventDefault());
    const month = field<HTMLSelectElement>("month");
    const usual: [number, number] = [dayOfIso(this.#element.dataset["usualFrom"] ?? "") ?? begin, dayOfIso(this.#element.dataset["usualTo"] ?? "") ?? end];
    month?.addEventListener("change", () => {
      const stretch = stretchOf(month.value);
      const [first, last] = stretch ?? (month.value === "all" ? [begin, end] : usual);
      this.#show({ ...this.#view, first, last });
    });
    for (const name of ["from", "to"] as const) {
      const input = field<HTMLInputElement>(name);
      input?.addEventListener("change", () => {
        const day = dayOfIso(input.value);
        if (day === null) {
          if (input.value) form.submit(); // written in words, which the server reads
          return;
        }
        const [first, last] = name === "from" ? [day, Math.max(day, this.#view.last)] : [Math.min(day, this.#view.first), day];
        this.#show({ ...this.#view, first, last });
      });
    }
    const kind = field<HTMLSelectElement>("kind");
    kind?.addEventListener("change", () => this.#show({ ...this.#view, kind: kind.value }));
    const all = field<HTMLInputElement>("all");
    all?.addEventListener("change", () => this.#show({ ...this.#view, all: all.checked }));
    const thing = field<HTMLSelectElement>("thing");
    thing?.addEventListener("change", () => void this.#follow(thing.value, `${this.#element.dataset["tracks"]}?thing=${encodeURIComponent(thing.value)}`, true));
  }

  #choose(place: number | null): void {
    this.#chosen = place;
    const at = place === null ? null : this.#chronicle.places[place]?.at;
    if (at && !this.#map.getBounds().pad(-0.05).contains([at[0], at[1]])) this.#map.panTo([at[0], at[1]]);
    this.#show(this.#view);
    if (place !== null) this.#aside.parentElement?.scrollTo({ top: 0 });
  }

  async #follow(thing: string, url: string, look: boolean): Promise<void> {
    this.#track?.remove();
    this.#track = undefined;
    this.#thing = thing;
    this.#remember();
    if (!thing) return;
    const track = await load<Track>(url);
    if (this.#thing !== thing) return;
    const { layer, bounds } = drawTrack(this.#map, track, this.#words);
    this.#track = layer;
    if (bounds && look) this.#map.fitBounds(bounds.pad(0.2), { maxZoom: 7 });
  }

  #show(view: View): void {
    this.#view = view;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const view = this.#view;
    const events = shown(this.#chronicle, view);
    const [begin, end] = this.#era();
    const held = holders(this.#chronicle.changes.filter((each) => meets(each, { ...view, first: begin, last: end })), view.last);
    const counts = new Map<number, number>();
    for (const index of events) for (const id of new Set(this.#chronicle.events[index]?.places ?? [])) counts.set(id, (counts.get(id) ?? 0) + 1);
    this.#places.update(held, counts, this.#chosen);
    const all = [...this.#chronicle.events.keys()].filter((index) => {
      const event = this.#chronicle.events[index];
      return event !== undefined && event.first !== null && wanted(event, view);
    });
    this.#timeline.update(all, begin, end, view);
    this.#fill();
    this.#remember();
    // The lists are long, and nobody reads them while the time still moves.
    clearTimeout(this.#later);
    this.#later = window.setTimeout(() => this.#list(events, held), this.#listed ? 120 : 0);
    this.#listed = true;
  }

  #list(events: readonly number[], held: ReadonlyMap<number, Holder>): void {
    const view = this.#view;
    const listed = this.#chosen === null ? events : events.filter((index) => this.#chronicle.events[index]?.places.includes(this.#chosen ?? -1));
    this.#slot("changes").replaceChildren(this.#lists.changes(this.#chronicle.changes.filter((each) => meets(each, view))));
    this.#slot("events").replaceChildren(this.#lists.events(listed, true));
    this.#slot("count").textContent = this.#words("count", { n: listed.length });
    this.#aside.replaceChildren(...(this.#chosen === null ? [] : [this.#lists.place(this.#chosen, events, held.get(this.#chosen))]));
    this.#legend.replaceChildren(this.#lists.legend(held));
  }

  /** From the first to the last day of the times told of that meet the time shown. */
  #era(): [number, number] {
    const met = this.#chronicle.eras.filter(([first, last]) => first <= this.#view.last && last >= this.#view.first);
    return [Math.min(this.#view.first, ...met.map(([first]) => first)), Math.max(this.#view.last, ...met.map(([, last]) => last))];
  }

  /** The form says what is shown. */
  #fill(): void {
    const dates = dateWords(this.#element);
    for (const [name, day] of [["from", this.#view.first], ["to", this.#view.last]] as const) {
      const input = this.#form?.querySelector<HTMLInputElement>(`[name="${name}"]`);
      if (input) input.value = input.type === "date" ? isoOf(day) : dayWords(day, dates);
    }
    const month = this.#form?.querySelector<HTMLSelectElement>('[name="month"]');
    if (!month) return;
    const same = [...month.options].find((each) => {
      const stretch = stretchOf(each.value);
      return stretch?.[0] === this.#view.first && stretch[1] === this.#view.last;
    });
    month.value = same?.value ?? "";
  }

  #remember(): void {
    const address = new URL(location.href);
    const centre = this.#map.getCenter();
    const values: Record<string, string> = {
      from: isoOf(this.#view.first),
      to: isoOf(this.#view.last),
      month: "",
      kind: this.#view.kind,
      all: this.#view.all ? "1" : "",
      thing: this.#thing,
      select: this.#chosen === null ? "" : (this.#chronicle.places[this.#chosen]?.href.split("/").at(-1) ?? ""),
      zoom: String(this.#map.getZoom()),
      at: `${centre.lat.toFixed(3)},${centre.lng.toFixed(3)}`,
    };
    for (const [name, value] of Object.entries(values)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    remember(address);
  }
}

/** The days of a month or a year as the server writes them: 1941-12, 1941, -0215, 1941-10-01/1941-12-05; null for another value. */
function stretchOf(value: string): [number, number] | null {
  const ends = value.split("/").map(dayOfIso);
  if (ends.length === 2 && typeof ends[0] === "number" && typeof ends[1] === "number") return [ends[0], ends[1]];
  const found = /^(-?\d{4,})(?:-(\d\d))?$/.exec(value);
  if (!found) return null;
  const year = Number(found[1]);
  const month = Number(found[2] ?? 0);
  return month ? [dayOf(year, month, 1), dayOf(year, month + 1, 1) - 1] : [dayOf(year, 1, 1), dayOf(year + 1, 1, 1) - 1];
}
