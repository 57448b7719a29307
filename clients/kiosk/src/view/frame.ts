import type { LinkState } from "../edge/link";
import { filled, languages, words, type Language, type Words } from "../words/words";
import { button, el } from "./dom";

/** What surrounds every screen: the place, the languages, and whether there is a link. */
export class Frame {
  readonly main = el("main", { id: "main" });
  private readonly banner = el("div", { class: "banner", role: "status" });
  private readonly header = el("header");
  private readonly dialog = el("dialog", { "aria-labelledby": "idle-title" });

  constructor(private readonly chosen: (language: Language) => void) {
    document.body.replaceChildren(this.header, this.banner, this.main, this.dialog);
  }

  show(place: string, language: Language, link: LinkState): void {
    const text = words[language];
    document.documentElement.lang = language;
    document.title = place;
    const buttons = languages.map((each) => this.languageButton(each, each === language));
    this.header.replaceChildren(el("p", { class: "place" }, place), el("nav", { "aria-label": text.languages }, ...buttons));
    this.tell(link, text);
  }

  tell(link: LinkState, text: Words): void {
    document.documentElement.dataset["link"] = link;
    this.banner.replaceChildren(...(link === "online" ? [] : link === "unready" ? [text.unready] : [el("strong", {}, text.offline), el("span", {}, text.offlineHow)]));
  }

  /** Puts a screen in, and the focus to its heading. */
  put(...content: (Node | undefined)[]): void {
    this.main.replaceChildren(...content.filter((each) => each !== undefined));
    this.main.querySelector<HTMLElement>("h1")?.focus();
    scrollTo(0, 0);
  }

  /** Asks whether somebody is still there. */
  askIdle(text: Words, secondsLeft: number, stay: () => void): void {
    const left = el("p", {}, filled(text.idle.end, `${secondsLeft}`));
    if (this.dialog.open) {
      this.dialog.querySelector("p")?.replaceWith(left);
      return;
    }
    this.dialog.replaceChildren(el("h2", { id: "idle-title" }, text.idle.question), left, button(text.idle.stay, "primary", stay));
    this.dialog.showModal();
  }

  endIdle(): void {
    if (this.dialog.open) this.dialog.close();
  }

  private languageButton(language: Language, isChosen: boolean): HTMLButtonElement {
    const made = button(words[language].languageName, "quiet", () => this.chosen(language));
    made.lang = language;
    made.setAttribute("aria-pressed", `${isChosen}`);
    return made;
  }
}
