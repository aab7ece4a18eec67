/** The answer as the endpoint gives it, in any of its formats. */
import { h, type Words } from "../common/island.ts";
import { beginning } from "./ask.ts";

const SHOWN = 200_000;

/** Draws the answer into `panel`; `ask` gets it in a media type. */
export function rawView(
  panel: HTMLElement,
  words: Words,
  formats: readonly (readonly [string, string, string])[],
  ask: (accept: string) => Promise<Response>,
): () => void {
  let gone = false;
  const choice = h("select", { id: "raw-format" }, ...formats.map(([title, , media]) => h("option", { value: media }, title)));
  const text = h("pre", { tabindex: 0, "aria-label": words("raw") });
  const note = h("p", { class: "note" });
  const load = async () => {
    try {
      const { text: found, cut } = await beginning(await ask(choice.value), SHOWN);
      if (gone) return;
      text.textContent = found;
      note.textContent = cut ? words("raw_cut") : "";
    } catch (error) {
      note.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  choice.addEventListener("change", () => void load());
  panel.replaceChildren(h("p", {}, h("label", { for: "raw-format" }, words("raw_format"), " "), choice), text, note);
  void load();
  return () => {
    gone = true;
  };
}
