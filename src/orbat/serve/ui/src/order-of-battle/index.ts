/** The order of battle on any day: a slider instead of a form, and the address of what is shown. */
import "./style.css";
import { remember } from "../common/address.ts";
import { addMonths, dateWords, dayOfIso, dayWords, isoOf } from "../common/days.ts";
import { load } from "../common/data.ts";
import { early } from "../common/early.ts";
import { h, island, type Words } from "../common/island.ts";
import { Drawing } from "./draw.ts";
import { History, type Side } from "./history.ts";

island("order-of-battle", (element, words) => {
  void start(element, words);
});

async function start(element: HTMLElement, t: Words): Promise<void> {
  const again = early(element);
  const side = await load<Side>(element.dataset["src"] ?? "");
  const given = dayOfIso(element.dataset["date"] ?? "");
  if (!side.period || given === null) return;
  const [first, last] = side.period;
  const dates = dateWords(element);
  const history = new History(side);
  const drawing = new Drawing(history, t, dates);
  let day = given;
  let against = dayOfIso(element.dataset["against"] ?? "");

  const slot = (name: string): HTMLElement => element.querySelector(`[data-slot="${name}"]`) as HTMLElement;
  const slider = h("input", { type: "range", id: "day", min: first, max: last, step: 1, value: day, "aria-describedby": "day-help" });
  const output = h("output", { for: "day" });
  const before = h("button", { type: "button" }, `← ${t("previous")}`);
  const after = h("button", { type: "button" }, `${t("following")} →`);
  const ticks = h("div", { class: "ticks", "aria-hidden": "true" });
  for (const each of side.days) {
    const tick = h("i");
    tick.style.left = `${(100 * (each - first)) / Math.max(last - first, 1)}%`;
    ticks.append(tick);
  }
  slot("slider").replaceChildren(
    h("div", { class: "slider" }, h("label", { for: "day" }, t("slider"), ": ", output), slider, ticks),
    h("div", { class: "jumps" }, before, after),
    h("p", { class: "note", id: "day-help" }, t("keys")),
  );
  const form = element.querySelector("form");
  const dateField = form?.querySelector<HTMLInputElement>('[name="date"]');
  const againstField = form?.querySelector<HTMLInputElement>('[name="against"]');
  const written = (value: number, field: HTMLInputElement): string => (field.type === "date" ? isoOf(value) : dayWords(value, dates));

  const draw = (): void => {
    const now = history.at(day);
    const turned = new Map<string, string[]>();
    if (against !== null) {
      const then = history.at(against);
      const found = against <= day ? history.changes(then, now) : history.changes(now, then);
      for (const each of found) turned.set(each.thing.id, [...(turned.get(each.thing.id) ?? []), t(each.turn)]);
      slot("changes").replaceChildren(drawing.changes(found, Math.min(day, against), Math.max(day, against)));
    } else {
      slot("changes").replaceChildren();
    }
    const nodes = history.tree(now);
    slot("tree").replaceChildren(nodes.length ? drawing.tree(nodes, day, turned) : h("p", { class: "note" }, t("nothing")));
    slot("count").textContent = t("count", { n: slot("tree").querySelectorAll('.what > [data-kind="unit"]').length });
    const words = dayWords(day, dates);
    slot("day").textContent = words;
    output.textContent = words;
    slider.value = String(day);
    slider.setAttribute("aria-valuetext", words);
    before.disabled = !side.days.some((each) => each < day);
    after.disabled = !side.days.some((each) => each > day);
    if (dateField) dateField.value = written(day, dateField);
    if (form) {
      const address = new URL(location.href);
      address.searchParams.set("date", isoOf(day));
      if (against === null) address.searchParams.delete("against");
      else address.searchParams.set("against", isoOf(against));
      remember(address);
    }
  };
  const go = (to: number): void => {
    day = Math.min(Math.max(to, first), last);
    draw();
  };

  slider.addEventListener("input", () => go(Number(slider.value)));
  slider.addEventListener("keydown", (event) => {
    const months = event.key === "PageUp" ? 1 : event.key === "PageDown" ? -1 : 0;
    if (!months) return;
    event.preventDefault();
    go(addMonths(day, months));
  });
  before.addEventListener("click", () => go(Math.max(...side.days.filter((each) => each < day))));
  after.addEventListener("click", () => go(Math.min(...side.days.filter((each) => each > day))));
  dateField?.addEventListener("change", () => {
    const typed = dayOfIso(dateField.value);
    if (typed !== null) go(typed);
    else if (dateField.value) form?.submit(); // written in words, which the server reads
  });
  againstField?.addEventListener("change", () => {
    const typed = dayOfIso(againstField.value);
    if (typed === null && againstField.value) {
      form?.submit();
      return;
    }
    against = typed;
    draw();
  });
  form?.querySelector<HTMLSelectElement>('[name="side"]')?.addEventListener("change", () => form.requestSubmit());
  element.classList.add("alive");
  draw();
  again();
}
