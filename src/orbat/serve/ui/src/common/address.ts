/** The address of what is shown, so that it can be kept and shared. */

let pending = 0;

/** Puts `address` into the bar, without a new entry and after a while: browsers allow only so many changes a second. */
export function remember(address: URL): void {
  clearTimeout(pending);
  pending = window.setTimeout(() => {
    try {
      window.history.replaceState(null, "", address);
    } catch (error) {
      // A page that was read from a disk may not change its address.
      if (!(error instanceof DOMException)) throw error;
    }
  }, 150);
}
