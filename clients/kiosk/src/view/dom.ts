/** Builds elements without ever parsing text as HTML: the page's policy would not let it. */

type Attributes = Record<string, string | boolean | undefined>;

/** An element with attributes and children. `true` sets an attribute without a value; `undefined` and `false` leave it out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A button that does something once it is pressed. */
export function button(text: string, style: "primary" | "plain" | "quiet", press: () => void): HTMLButtonElement {
  const made = el("button", { type: "button", class: style }, text);
  made.addEventListener("click", press);
  return made;
}

/** A heading that takes the focus when its screen opens, so that a screen reader begins there. */
export function heading(text: string): HTMLHeadingElement {
  return el("h1", { tabindex: "-1" }, text);
}
