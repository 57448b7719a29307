import { de } from "./de";
import { en } from "./en";
import { sv } from "./sv";
import { zh } from "./zh";

/** The languages there are, in the order of their buttons. */
export const languages = ["zh", "en", "sv", "de"] as const;

export type Language = (typeof languages)[number];

/** What the page itself says. Why a perk is not to be had is in `reasons.json`, which comes from the service's own texts. */
export interface Words {
  languageName: string;
  languages: string;
  place: { library: string; hospital: string; lounge: string; other: string };
  choose: string;
  loading: string;
  nothingOffered: string;
  back: string;
  startOver: string;
  scan: { member: string; memberHow: string; item: string; itemHow: string; token: string; tokenHow: string; ticket: string; ticketHow: string };
  camera: { starting: string; on: string; none: string };
  type: { label: string; send: string; what: string; appCode: string; card: string; document: string };
  not: { app: string; foreign: string; wrongKind: string; empty: string };
  ticket: { question: string; first: string; other: string; platinum: string };
  asking: string;
  eligible: string;
  useNow: string;
  toPhone: string;
  granted: string;
  provisional: string;
  open: string;
  takeIt: string;
  confirmTaken: string;
  until: string;
  queue: string;
  refused: string;
  refusedWhy: string;
  referred: string;
  referredWhy: string;
  alreadyUsed: string;
  itemTaken: string;
  tokenAgain: string;
  tokenNew: string;
  tokenElsewhere: string;
  instead: string;
  desk: string;
  hotline: string;
  deposit: string;
  claim: string;
  claimHow: string;
  phone: string;
  phoneHow: string;
  phoneEnds: string;
  phoneOver: string;
  stale: string;
  offline: string;
  offlineHow: string;
  unready: string;
  fault: { codeOld: string; codeElsewhere: string; unreadable: string; busy: string; enough: string; kiosk: string; lost: string; inside: string };
  idle: { question: string; stay: string; end: string };
  benefit: {
    noDeposit: string; depositWaived: string; credit: string; trial: string; payLater: string; queueAhead: string; discount: string;
    access: string; document: string; band: string; dueWithin: string;
  };
}

export const words: Record<Language, Words> = { zh, en, sv, de };

/** Puts values into a sentence: `{0}`, `{1}`. */
export function filled(sentence: string, ...values: string[]): string {
  return sentence.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? "");
}

/** The first language of the browser's that there is; English otherwise. */
export function languageOf(wanted: readonly string[]): Language {
  const known = wanted.map((tag) => tag.split("-")[0]?.toLowerCase()).find((tag) => languages.includes(tag as Language));
  return (known as Language | undefined) ?? "en";
}
