import type { Money } from "@wire/perks/edge/v1/inquiry_pb";
import type { Language } from "../words/words";

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;

/** An amount as people of that language write it. Minor units go by the currency: cents, fen, or none. */
export function amount(money: Money, language: Language): string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency: money.currencyCode });
  return format.format(Number(money.minorUnits) / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A span in whole days, or in hours where it is shorter than two. */
export function span(seconds: bigint, language: Language): string {
  const isLong = Number(seconds) >= 2 * DAY_SECONDS;
  const format = new Intl.NumberFormat(language, { style: "unit", unit: isLong ? "day" : "hour", unitDisplay: "long", maximumFractionDigits: 0 });
  return format.format(Number(seconds) / (isLong ? DAY_SECONDS : HOUR_SECONDS));
}

export function moment(time: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(time);
}
