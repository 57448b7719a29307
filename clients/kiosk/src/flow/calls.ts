import { create } from "@bufbuild/protobuf";
import { InquirySchema, AttributeValueSchema, MemberRefKind, type AttributeValue, type Inquiry, type MemberRef } from "@wire/perks/edge/v1/inquiry_pb";
import type { OfferedPerk } from "@wire/perks/edge/v1/eligibility_service_pb";
import { ask, eligibility, grants, newId, tokens } from "../edge/clients";

/** What is asked, for whom; what it is about may be added later. */
export interface Question {
  perk: OfferedPerk;
  member: { kind: MemberRefKind; value: string };
  attributes: Record<string, AttributeValue>;
}

export async function offered(): Promise<OfferedPerk[]> {
  return (await ask(() => eligibility.listPerks({}))).perks;
}

export async function check(question: Question) {
  return (await ask(() => eligibility.checkEligibility({ inquiry: inquiryOf(question, []) }))).decision!;
}

export async function begin(question: Question, items: string[]) {
  const request = { requestId: newId(), inquiry: inquiryOf(question, items) };
  return ask(() => grants.beginGrant(request));
}

export async function confirmTaken(grantId: string) {
  const request = { requestId: newId(), grantId };
  return ask(() => grants.confirmHandover(request));
}

export async function issue(question: Question) {
  const request = { requestId: newId(), inquiry: inquiryOf(question, []) };
  return ask(() => tokens.issueToken(request));
}

export async function redeem(tokenText: string, attributes: Record<string, AttributeValue>) {
  const request = { requestId: newId(), tokenText, attributes };
  return ask(() => tokens.redeemToken(request));
}

/** What the gate says of a first-class ticket. */
export function ticketFacts(digest: string): Record<string, AttributeValue> {
  const text = (value: string) => create(AttributeValueSchema, { value: { case: "text", value } });
  return { ticket_class: text("first"), ticket_digest: text(digest) };
}

function inquiryOf(question: Question, itemRefs: string[]): Inquiry {
  const memberRef = { $typeName: "perks.edge.v1.MemberRef", ...question.member } satisfies MemberRef;
  return create(InquirySchema, { memberRef, perkId: question.perk.perkId, itemRefs, attributes: question.attributes });
}
