// Runs before the first paint, so that a chosen colour scheme never flashes the other one.
(() => {
  const root = document.documentElement;
  const key = "orbat-theme";
  let chosen = null;
  try {
    chosen = localStorage.getItem(key);
  } catch {
    // Storage is closed to this page: the system's scheme stays.
  }
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  root.classList.add("js");
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-button]")) return;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    try {
      localStorage.setItem(key, next);
    } catch {
      // It holds for this page only.
    }
    document.dispatchEvent(new CustomEvent("orbat:theme", { detail: next }));
  });
})();
