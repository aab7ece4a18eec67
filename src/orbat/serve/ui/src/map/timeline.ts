/** The timeline: a bar for each event, or columns where there are too many; a brush, and two sliders for the keyboard. */
import { type DateWords, dayWords } from "../common/days.ts";
import { h, svg, type Words } from "../common/island.ts";
import { type Chronicle, histogram, lanes, type View } from "./data.ts";
import { ticks } from "./ticks.ts";

const LANE = 7;
const LANES = 14;
const AXIS = 22;
const LEAST = 60;

export class Timeline {
  readonly element: HTMLElement;
  readonly #chronicle: Chronicle;
  readonly #dates: DateWords;
  readonly #change: (first: number, last: number) => void;
  readonly #plot = svg("svg", { class: "plot", role: "img" });
  readonly #from: HTMLInputElement;
  readonly #to: HTMLInputElement;
  readonly #caption = h("p", { class: "span", role: "status" });
  #width = 0;
  #first = 0;
  #last = 1;
  #events: readonly number[] = [];
  #view: View = { first: 0, last: 1, kind: "", all: false };

  constructor(chronicle: Chronicle, words: Words, dates: DateWords, change: (first: number, last: number) => void) {
    this.#chronicle = chronicle;
    this.#dates = dates;
    this.#change = change;
    const slider = (label: string): HTMLInputElement => h("input", { type: "range", step: 1, "aria-label": words(label) });
    this.#from = slider("slider_from");
    this.#to = slider("slider_to");
    this.#plot.setAttribute("aria-label", words("timeline"));
    const back = h("button", { type: "button", "aria-label": words("back"), title: words("back") }, "◀");
    const on = h("button", { type: "button", "aria-label": words("play"), title: words("play") }, "▶");
    back.addEventListener("click", () => this.#step(-1));
    on.addEventListener("click", () => this.#step(1));
    this.element = h(
      "section",
      { class: "timeline", "aria-label": words("timeline") },
      h("div", { class: "head" }, back, this.#caption, on),
      this.#plot,
      h("div", { class: "range" }, this.#from, this.#to),
      h("p", { class: "note" }, words("timeline_help"), " ", h("span", { class: "key exact" }, words("bars_exact")), " ", h("span", { class: "key fuzzy" }, words("bars_fuzzy"))),
    );
    this.#from.addEventListener("input", () => this.#change(Number(this.#from.value), Math.max(Number(this.#from.value), Number(this.#to.value))));
    this.#to.addEventListener("input", () => this.#change(Math.min(Number(this.#from.value), Number(this.#to.value)), Number(this.#to.value)));
    this.#brush();
    new ResizeObserver(([entry]) => {
      this.#width = Math.floor(entry?.contentRect.width ?? 0);
      this.#draw();
    }).observe(this.element);
  }

  /** Shows `events` on an axis that reaches from `first` to `last`, and the time of `view` on it. */
  update(events: readonly number[], first: number, last: number, view: View): void {
    [this.#events, this.#first, this.#last, this.#view] = [events, first, Math.max(last, first + 1), view];
    for (const each of [this.#from, this.#to]) {
      each.min = String(this.#first);
      each.max = String(this.#last);
    }
    this.#from.value = String(view.first);
    this.#to.value = String(view.last);
    // Where the two meet, the one that can still move away lies on top.
    this.#from.style.zIndex = view.first > (this.#first + this.#last) / 2 ? "1" : "";
    this.#from.setAttribute("aria-valuetext", dayWords(view.first, this.#dates));
    this.#to.setAttribute("aria-valuetext", dayWords(view.last, this.#dates));
    this.#caption.textContent = view.first === view.last ? dayWords(view.first, this.#dates) : `${dayWords(view.first, this.#dates)} – ${dayWords(view.last, this.#dates)}`;
    this.#draw();
  }

  /** Moves the time shown by its own length. */
  #step(sign: number): void {
    const { first, last } = this.#view;
    const length = last - first + 1;
    const room = sign < 0 ? first - this.#first : this.#last - last;
    const by = sign * Math.min(length, Math.max(room, 0));
    if (by) this.#change(first + by, last + by);
  }

  #x(day: number, width: number): number {
    return ((day - this.#first) / (this.#last - this.#first + 1)) * width;
  }

  #draw(): void {
    const width = this.#width;
    if (!width) return;
    const x = (day: number): number => this.#x(day, width);
    const gap = (3 * (this.#last - this.#first + 1)) / width;
    const bars = this.#events.length <= 600 ? lanes(this.#chronicle, this.#events, gap, LANES) : null;
    const count = bars ? Math.max(0, ...bars.map((each) => each.lane + 1)) : 0;
    const height = bars ? Math.max(count * LANE + 6, LEAST) : 90;
    const parts: SVGElement[] = [];
    parts.push(svg("rect", { class: "window", x: x(this.#view.first), y: 0, width: Math.max(x(this.#view.last + 1) - x(this.#view.first), 2), height }));
    if (bars) for (const { event, lane } of bars) parts.push(this.#bar(event, height - (lane + 1) * LANE - 2, x));
    else parts.push(...this.#columns(width, height));
    parts.push(svg("line", { class: "axis", x1: 0, x2: width, y1: height, y2: height }));
    for (const tick of ticks(this.#first, this.#last, Math.max(Math.floor(width / 75), 2), this.#dates)) {
      const at = x(tick.day);
      parts.push(svg("line", { class: "axis", x1: at, x2: at, y1: height, y2: height + 5 }));
      if (at < width - 30) parts.push(svg("text", { x: at + 3, y: height + 16 }, tick.label));
    }
    this.#plot.setAttribute("viewBox", `0 0 ${width} ${height + AXIS}`);
    this.#plot.style.height = `${height + AXIS}px`;
    this.#plot.replaceChildren(...parts);
  }

  #bar(index: number, y: number, x: (day: number) => number): SVGElement {
    const event = this.#chronicle.events[index];
    const [first, last] = [event?.first ?? 0, event?.last ?? 0];
    const inside = first <= this.#view.last && last >= this.#view.first;
    const kind = last > first ? "fuzzy" : "exact";
    const bar = svg("rect", {
      class: `bar ${kind}${inside ? "" : " outside"}${event?.modality === "happened" ? "" : " hollow"}`,
      x: x(first),
      y,
      width: Math.max(x(last + 1) - x(first), 3),
      height: LANE - 2,
      rx: 1.5,
    });
    bar.append(svg("title", {}, `${event?.when ?? ""}: ${event?.label ?? ""}`));
    return bar;
  }

  #columns(width: number, height: number): SVGElement[] {
    const bins = Math.max(Math.floor(width / 5), 1);
    const { exact, fuzzy } = histogram(this.#chronicle, this.#events, this.#first, this.#last, bins);
    const most = Math.max(1, ...exact.map((each, at) => each + (fuzzy[at] ?? 0)));
    const part = width / bins;
    return exact.flatMap((sure, at) => {
      const [low, high] = [(sure / most) * (height - 4), ((fuzzy[at] ?? 0) / most) * (height - 4)];
      const day = this.#first + ((at + 0.5) * (this.#last - this.#first + 1)) / bins;
      const outside = day < this.#view.first || day > this.#view.last + 1 ? " outside" : "";
      return [
        svg("rect", { class: `bar exact${outside}`, x: at * part, y: height - low, width: part - 1, height: low }),
        svg("rect", { class: `bar fuzzy${outside}`, x: at * part, y: height - low - high, width: part - 1, height: high }),
      ];
    });
  }

  /** A drag over the plot chooses a time. */
  #brush(): void {
    let start: number | null = null;
    const day = (event: PointerEvent): number => {
      const box = this.#plot.getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 0.999999);
      return this.#first + Math.floor(share * (this.#last - this.#first + 1));
    };
    this.#plot.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      start = day(event);
      this.#plot.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    this.#plot.addEventListener("pointermove", (event) => {
      if (start === null) return;
      const here = day(event);
      if (here !== start) this.#change(Math.min(start, here), Math.max(start, here));
    });
    const end = (): void => {
      start = null;
    };
    this.#plot.addEventListener("pointerup", end);
    this.#plot.addEventListener("pointercancel", end);
  }
}
