import { filled, type Words } from "../words/words";
import { button, el, heading } from "./dom";
import { qrPicture } from "./qr";

const LOOK_EVERY_MS = 1000;
const READ_OUT_EVERY_S = 15;

/** A token to be taken along on a phone, for as long as it is good. */
export function phoneScreen(text: Words, token: string, ends: Date, end: () => void, signal: AbortSignal): HTMLElement[] {
  const left = el("p", { class: "countdown" });
  const readOut = el("p", { class: "unseen", role: "status" });
  const picture = el("div", { class: "code" }, qrPicture(token, text.phone));
  const look = (): void => {
    const seconds = Math.max(0, Math.ceil((ends.getTime() - Date.now()) / 1000));
    left.textContent = seconds > 0 ? filled(text.phoneEnds, `${seconds}`) : text.phoneOver;
    if (seconds % READ_OUT_EVERY_S === 0) readOut.textContent = left.textContent;
    if (seconds === 0) picture.replaceChildren();
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  look();
  return [heading(text.phone), el("p", {}, text.phoneHow), picture, left, readOut, button(text.startOver, "primary", end)];
}
