/** The editor: YASQE in the place of the form's text field, which stays the form's field. */
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import type { Words } from "../common/island.ts";
import { register } from "./completion.ts";

/** Puts an editor over `field`. `run` is called for Ctrl+Enter. Nothing is asked of any other server. */
export function editorOver(
  field: HTMLTextAreaElement,
  sources: { terms: string; search: string },
  words: Words,
  run: () => void,
): Yasqe {
  const completer = register(Yasqe, sources, words);
  const box = document.createElement("div");
  box.className = "sparql-editor";
  field.after(box);
  field.hidden = true;
  const editor = new Yasqe(box, {
    value: field.value,
    autocompleters: ["variables", completer],
    prefixCcApi: null,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null as never, // we have a link of our own; an undefined one would leave its default
    showQueryButton: false,
    resizeable: false,
    editorHeight: "",
    lineWrapping: true,
    screenReaderLabel: words("editor"),
    inputStyle: "contenteditable", // what a screen reader can read, and a keyboard scroll
    extraKeys: {
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      Tab: false, // leaves the editor, so that no keyboard is trapped
      "Shift-Tab": false,
    } as never,
  });
  editor.on("change", () => {
    field.value = editor.getValue();
  });
  box.addEventListener("mouseover", (event) => explain(event, editor, words), true);
  return editor;
}

/** Says what a line with an error may go on with, in words of the page; YASQE's own are in English only. */
function explain(event: MouseEvent, editor: Yasqe, words: Words): void {
  const icon = (event.target as Element).closest(".parseErrorIcon");
  if (!icon) return;
  event.stopPropagation();
  const { line } = editor.coordsChar({ left: event.clientX, top: event.clientY }, "window");
  const { state } = editor.getTokenAt({ line, ch: editor.getLine(line).length }, true);
  const expected = (state as { possibleCurrent?: readonly string[] }).possibleCurrent ?? [];
  icon.setAttribute("title", expected.length ? words("wrong_expected", { expected: expected.join(", ") }) : words("wrong"));
}
