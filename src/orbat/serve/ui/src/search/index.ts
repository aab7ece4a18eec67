/** Finds names as one types, in the page's own search form, which also works without it. */
import { load } from "../common/data.ts";
import { island } from "../common/island.ts";
import { combobox, type Found, served, type Source } from "./combobox.ts";
import { find, type Named } from "./names.ts";

/** Names found on the page itself, in a document that holds all of them. */
function listed(address: string): Source {
  let all: Promise<readonly Named[]> | undefined;
  return async (query, limit) => find(await (all ??= load<readonly Named[]>(address)), query, limit);
}

island("search", (form, words) => {
  const input = form.querySelector<HTMLInputElement>('input[name="q"]');
  const { src, index, goto } = form.dataset;
  const source = src ? served(src) : index ? listed(index) : undefined;
  if (!input || !source) return;
  const open = (found: Found) => location.assign(goto ? goto + encodeURIComponent(found.iri) : found.href);
  combobox(input, source, words, open);
  if (src) return; // the server answers the form
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void source(input.value, 1, new AbortController().signal).then(([first]) => first && open(first));
  });
});
