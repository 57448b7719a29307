import type { OfferedPerk } from "@wire/perks/edge/v1/eligibility_service_pb";
import type { Words } from "../words/words";

/** What kind of place the kiosk stands at. Nobody tells it: it follows from what the service says is offered here. */
export type Place = "library" | "hospital" | "lounge" | "other";

const PLACES: [prefix: string, place: Place][] = [["library.", "library"], ["hospital.", "hospital"], ["station.lounge", "lounge"]];

export function placeOf(perks: readonly OfferedPerk[]): Place {
  return PLACES.find(([prefix]) => perks.some((perk) => perk.perkId.startsWith(prefix)))?.[1] ?? "other";
}

export function nameOf(place: Place, text: Words): string {
  return text.place[place];
}

/** Whether something is handed out that comes back, and so has a number of its own. */
export function lendsThings(perk: OfferedPerk): boolean {
  return perk.benefit?.dueAfter !== undefined;
}

/** Whether the perk asks for the ticket of a journey. */
export function asksTicket(perk: OfferedPerk): boolean {
  return perk.attributes.some((attribute) => attribute.name === "ticket_digest");
}
