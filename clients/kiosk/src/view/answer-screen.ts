import type { Answer } from "../flow/answer";
import type { Words } from "../words/words";
import { button, el, heading } from "./dom";
import { qrPicture } from "./qr";

const SIGNS = { yes: "✓", no: "✕", ask: "?" };

export interface Step {
  text: string;
  press: () => void;
}

/** An answer, large: sign and colour and words, each enough by itself. */
export function answerScreen(text: Words, answer: Answer, steps: Step[], end: () => void): (Node | undefined)[] {
  const result = el("section", { class: `result ${answer.tone}`, "data-tone": answer.tone }, el("div", { class: "sign", "aria-hidden": "true" }, SIGNS[answer.tone]), heading(answer.title), ...answer.lines.map((line) => el("p", {}, line)));
  const buttons = steps.map((step, index) => button(step.text, index === 0 ? "primary" : "plain", step.press));
  return [result, insteadOf(text, answer.instead), claimOf(text, answer.claim), el("div", { class: "steps" }, ...buttons, button(text.startOver, steps.length === 0 ? "primary" : "plain", end))];
}

function insteadOf(text: Words, instead: string[]): HTMLElement | undefined {
  if (instead.length === 0) return undefined;
  return el("section", { class: "instead" }, el("h2", {}, text.instead), el("ul", {}, ...instead.map((line) => el("li", {}, line))));
}

function claimOf(text: Words, claim: string): HTMLElement | undefined {
  if (claim === "") return undefined;
  return el("details", { class: "claim" }, el("summary", {}, text.claim), el("p", {}, text.claimHow), qrPicture(claim, text.claim));
}
