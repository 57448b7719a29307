import { openCamera } from "../scan/camera";
import { listenToWedge } from "../scan/wedge";
import type { Words } from "../words/words";
import { button, el, heading } from "./dom";

export interface ScanChoices {
  title: string;
  how: string;
  /** Kinds of what may be typed, by value; empty where there is only one. */
  kinds: [value: string, label: string][];
  /** What was wrong with the last code; read out at once. */
  complaint: string;
  heard: (text: string, kind: string) => void;
  back: () => void;
}

/** Camera, scanner that types, or typing and pasting: whichever comes first. Ends with the signal. */
export function scanScreen(text: Words, choices: ScanChoices, signal: AbortSignal): HTMLElement[] {
  const video = el("video", { muted: true, playsinline: true, "aria-hidden": "true" });
  const hint = el("p", { class: "hint", role: "status" }, text.camera.starting);
  const field = el("input", { id: "code", name: "code", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "512" });
  const complaint = el("p", { class: "complaint", role: "alert" }, choices.complaint);
  const form = el("form", { novalidate: true }, ...kindChoice(text, choices.kinds), el("label", { for: "code" }, text.type.label), field, el("button", { type: "submit", class: "primary" }, text.type.send));
  const kind = (): string => form.querySelector<HTMLInputElement>("input[name=kind]:checked")?.value ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim() !== "") return choices.heard(field.value, kind());
    complaint.textContent = text.not.empty;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  });
  signal.addEventListener("abort", listenToWedge((typed) => choices.heard(typed, kind())));
  openCamera(video, (seen) => choices.heard(seen, ""), signal).catch(() => {
    video.hidden = true;
    hint.textContent = text.camera.none;
  });
  video.addEventListener("playing", () => (hint.textContent = text.camera.on));
  return [heading(choices.title), el("p", {}, choices.how), complaint, el("div", { class: "scanner" }, video, hint), form, button(text.back, "plain", choices.back)];
}

function kindChoice(text: Words, kinds: [value: string, label: string][]): HTMLElement[] {
  if (kinds.length === 0) return [];
  const options = kinds.map(([value, label], index) => el("label", { class: "option" }, el("input", { type: "radio", name: "kind", value, checked: index === 0 }), label));
  return [el("fieldset", {}, el("legend", {}, text.type.what), ...options)];
}
