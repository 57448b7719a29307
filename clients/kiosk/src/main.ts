import { Kiosk } from "./kiosk";
import { languageOf, words, type Language } from "./words/words";

interface Settings {
  ticketKey: string;
}

/** The language is the kiosk's own: `?lang=sv` in its address, or the browser's. */
function homeLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang");
  return languageOf(asked ? [asked, ...navigator.languages] : navigator.languages);
}

async function start(): Promise<void> {
  const settings = (await (await fetch("./settings.json")).json()) as Settings;
  await new Kiosk(homeLanguage(), settings.ticketKey).start();
}

start().catch(() => {
  const text = words[homeLanguage()];
  document.body.replaceChildren(Object.assign(document.createElement("p"), { textContent: `${text.offline}. ${text.offlineHow}` }));
});
