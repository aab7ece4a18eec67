/**
 * Finds names as one types: an ARIA combobox over a field
 * (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
 */
import { getJson, h, type Words } from "../common/island.ts";
import { Latest } from "../common/latest.ts";
import "./search.css";

/** One name found, as `/api/search.json` gives it. */
export interface Found {
  readonly iri: string;
  readonly href: string;
  readonly label: string;
  readonly matched: string;
  readonly kind: string;
  readonly kindLabel: string;
  readonly detail?: string;
  readonly years?: string;
}

const SHOWN = 10;

interface Answer {
  readonly results: readonly Found[];
}

/** Names for what somebody has typed. */
export type Source = (query: string, limit: number, signal: AbortSignal) => Promise<readonly Found[]>;

/** Names found by the server at `address`. */
export function served(address: string): Source {
  return async (query, limit, signal) => {
    const url = new URL(address, location.href);
    url.searchParams.set("q", query);
    url.searchParams.set("limit", String(limit));
    return (await getJson<Answer>(url.href, signal)).results;
  };
}

/** Makes `input` a combobox of names. `choose` is called with the one that is chosen. */
export function combobox(
  input: HTMLInputElement,
  source: Source,
  words: Words,
  choose: (found: Found) => void,
): void {
  const id = `${input.id || "search"}-names`;
  const list = h("ul", { class: "search-list", id, role: "listbox", "aria-label": words("names"), hidden: true });
  const status = h("p", { class: "visually-hidden", role: "status" });
  const box = h("div", { class: "search-box" });
  input.replaceWith(box);
  box.append(input, list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  })) {
    input.setAttribute(name, value);
  }

  const latest = new Latest(120);
  let found: readonly Found[] = [];
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const activate = (index: number) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const show = (results: readonly Found[]) => {
    found = results;
    list.replaceChildren(...results.map((each, index) => option(each, `${id}-${index}`, words)));
    status.textContent = results.length ? words("status", { n: results.length }) : words("nothing");
    if (!results.length) return close();
    list.hidden = false;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", "true");
  };
  const pick = (index: number) => {
    const chosen = found[index];
    if (!chosen) return;
    close();
    choose(chosen);
  };
  const ask = () => {
    const query = input.value.trim();
    if (!query) {
      latest.cancel();
      return close();
    }
    latest.run(
      (signal) => source(query, SHOWN, signal),
      (results) => {
        if (document.activeElement === input) show(results);
      },
      close, // the form still works
    );
  };

  input.addEventListener("input", ask);
  input.addEventListener("focus", () => {
    if (input.value.trim() && list.hidden) ask();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return ask();
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = found.length + 1; // one of them is the field itself
      activate(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      pick(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const chosen = (event.target as Element).closest("[role=option]");
    if (chosen) pick([...list.children].indexOf(chosen));
  });
}

function option(found: Found, id: string, words: Words): HTMLLIElement {
  const about = [found.kindLabel, found.detail, found.years].filter(Boolean).join(", ");
  return h(
    "li",
    { role: "option", id, "aria-selected": "false", "data-kind": found.kind || undefined },
    h("span", { class: "search-name" }, found.label),
    " ",
    h(
      "span",
      { class: "search-about" },
      found.matched && found.matched !== found.label && `${words("also", { name: found.matched })} · `,
      about,
    ),
  );
}
