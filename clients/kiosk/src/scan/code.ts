/** What a scanned text is. Prefixes are those of the programme's texts. */
export type Code =
  | { kind: "app-code"; text: string }
  | { kind: "token"; text: string }
  | { kind: "claim"; text: string }
  | { kind: "receipt"; text: string }
  | { kind: "foreign"; text: string }
  | { kind: "other"; text: string };

const LONGEST = 512;
const OWN = /^(PA1|PE1|PD1|PR1)[A-Z2-7]+$/;
const KINDS = { PA1: "app-code", PE1: "token", PD1: "claim", PR1: "receipt" } as const;

/** Reads what a camera, a scanner that types, or a person gave. Such scanners may type small letters and add blanks. */
export function readCode(given: string): Code {
  const text = given.trim().slice(0, LONGEST);
  const own = OWN.exec(text.toUpperCase());
  if (own) return { kind: KINDS[own[1] as keyof typeof KINDS], text: own[0] };
  return { kind: isForeign(text) ? "foreign" : "other", text };
}

/** An address of the web, a payment or wallet code, or a network's name: somebody else's QR code. */
function isForeign(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) || text.length > 64 || /^0002\d\d/.test(text);
}
