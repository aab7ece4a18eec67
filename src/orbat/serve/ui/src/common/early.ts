/** Keeps what the reader changes before an island has its data; the answer does it again once they are there. */
export function early(element: HTMLElement): () => void {
  const changed = new Map<HTMLInputElement | HTMLSelectElement, { value: string; checked?: boolean }>();
  const keep = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) changed.set(target, { value: target.value, checked: target.checked });
    else if (target instanceof HTMLSelectElement) changed.set(target, { value: target.value });
  };
  element.addEventListener("change", keep);
  return () => {
    element.removeEventListener("change", keep);
    for (const [field, kept] of changed) Object.assign(field, kept).dispatchEvent(new Event("change", { bubbles: true }));
  };
}
