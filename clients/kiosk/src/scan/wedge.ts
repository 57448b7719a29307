/** A scanner that types like a keyboard: many characters within moments, then Enter. */

/** Generous, for a busy machine hears late: nobody types codes outside of a field. */
const LONGEST_PAUSE_MS = 1000;
const SHORTEST_CODE = 4;

/**
 * Listens wherever the focus is, but not in a text field, which hears for itself.
 * @returns what ends the listening.
 */
export function listenToWedge(heard: (text: string) => void): () => void {
  let typed = "";
  let last = 0;
  const onKey = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.timeStamp - last > LONGEST_PAUSE_MS) typed = "";
    last = event.timeStamp;
    if (event.key.length === 1) {
      typed += event.key;
    } else if (event.key === "Enter" && typed.length >= SHORTEST_CODE) {
      event.preventDefault(); // It ends a code and presses no button.
      heard(typed);
      typed = "";
    }
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (!(event.target instanceof HTMLInputElement)) heard(event.clipboardData?.getData("text") ?? "");
  };
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("paste", onPaste);
  return () => {
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("paste", onPaste);
  };
}
