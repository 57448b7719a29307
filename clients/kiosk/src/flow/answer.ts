import type { Benefit, Decision, Remedy } from "@wire/perks/edge/v1/decision_pb";
import { Outcome, RefusalCode } from "@wire/perks/edge/v1/decision_pb";
import { GrantOutcome, type BeginGrantResponse } from "@wire/perks/edge/v1/grant_service_pb";
import { RedeemOutcome, TokenRemedy, type RedeemTokenResponse } from "@wire/perks/edge/v1/token_service_pb";
import type { Grant } from "@wire/perks/edge/v1/grant_pb";
import { timestampDate, type Timestamp } from "@bufbuild/protobuf/wkt";
import { base32 } from "../edge/base32";
import reasons from "../words/reasons.json";
import { filled, words, type Language, type Words } from "../words/words";
import { amount, moment, span } from "./formats";

/** What the screen says of an answer: all that is shown follows from it. */
export interface Answer {
  tone: "yes" | "no" | "ask";
  title: string;
  lines: string[];
  /** What the venue offers instead. */
  instead: string[];
  /** What the member's own app opens to the reasons; empty on a yes. */
  claim: string;
}

const CLAIM_PREFIX = "PD1";

/** The answer to a check: a yes is not yet a grant. */
export function ofDecision(decision: Decision, language: Language): Answer {
  const text = words[language];
  if (decision.outcome === Outcome.ELIGIBLE) {
    return { tone: "yes", title: text.eligible, lines: [...ofBenefit(decision.benefit, language), ...staleness(decision, text)], instead: [], claim: "" };
  }
  const refers = decision.outcome === Outcome.REFER_TO_DESK;
  return {
    tone: refers ? "ask" : "no",
    title: refers ? text.referred : text.refused,
    lines: [...whyNot(decision, language), ...staleness(decision, text)],
    instead: ofRemedy(decision.remedy, language),
    claim: decision.decisionId.length > 0 ? CLAIM_PREFIX + base32(decision.decisionId) : "",
  };
}

/** The answer to a grant that was asked for. */
export function ofGrant(reply: BeginGrantResponse, language: Language): Answer {
  const text = words[language];
  switch (reply.outcome) {
    case GrantOutcome.GRANTED:
      return yes(reply.decision?.benefit?.access ? text.open : text.granted, [...ofBenefit(reply.decision?.benefit, language, reply.grant), ...granted(reply.grant, reply.decision?.benefit, language)]);
    case GrantOutcome.PROVISIONAL:
      return yes(text.provisional, ofBenefit(reply.decision?.benefit, language));
    case GrantOutcome.ITEM_TAKEN:
      return no(text.refused, text.itemTaken);
    default:
      return reply.decision ? ofDecision(reply.decision, language) : no(text.refused, text.refusedWhy);
  }
}

/** The answer to a token at a gate. */
export function ofRedemption(reply: RedeemTokenResponse, language: Language): Answer {
  const text = words[language];
  switch (reply.outcome) {
    case RedeemOutcome.REDEEMED:
      return yes(text.open, granted(reply.grant, reply.decision?.benefit, language));
    case RedeemOutcome.PROVISIONAL:
      return yes(text.open, [text.provisional]);
    case RedeemOutcome.ALREADY_REDEEMED:
      return no(text.refused, filled(text.alreadyUsed, whenOf(reply.redeemTime, language)));
    case RedeemOutcome.INVALID_TOKEN:
      return no(text.refused, ofTokenRemedy(reply.remedy, text));
    case RedeemOutcome.ITEM_TAKEN:
      return no(text.refused, text.itemTaken);
    default:
      return reply.decision ? ofDecision(reply.decision, language) : no(text.refused, text.refusedWhy);
  }
}

/** A no, or an again, without a decision behind it. */
export function no(title: string, line: string): Answer {
  return { tone: "no", title, lines: [line], instead: [], claim: "" };
}

function yes(title: string, lines: string[]): Answer {
  return { tone: "yes", title, lines, instead: [], claim: "" };
}

/** The service's own sentences, where a code has some; the others say no more than a terminal may know. */
function whyNot(decision: Decision, language: Language): string[] {
  const text = words[language];
  const own = reasons[language] as Record<string, { explanation: string; nextStep: string } | undefined>;
  const known = own[RefusalCode[decision.refusalCode] ?? ""];
  if (known) return [known.explanation, known.nextStep];
  return [decision.outcome === Outcome.REFER_TO_DESK ? text.referredWhy : text.refusedWhy];
}

function ofRemedy(remedy: Remedy | undefined, language: Language): string[] {
  if (!remedy) return [];
  const text = words[language];
  const place = remedy.texts[language] ?? "";
  return [
    ...(remedy.desk ? [place ? `${text.desk}: ${place}` : text.desk] : []),
    ...(remedy.hotline ? [`${text.hotline}: ${remedy.hotline}`] : []),
    ...(remedy.deposit && remedy.deposit.minorUnits > 0n ? [filled(text.deposit, amount(remedy.deposit, language))] : []),
  ];
}

/** How long a thing may be kept is not said twice: a grant has its day. */
function ofBenefit(benefit: Benefit | undefined, language: Language, grant?: Grant): string[] {
  if (!benefit) return [];
  const text = words[language].benefit;
  const deposit = benefit.depositWaived;
  const lines = [
    deposit && (deposit.minorUnits === 0n ? text.noDeposit : filled(text.depositWaived, amount(deposit, language))),
    benefit.creditLimit && filled(text.credit, amount(benefit.creditLimit, language)),
    benefit.trialDayCount > 0 && filled(text.trial, `${benefit.trialDayCount}`),
    benefit.queueAhead && text.queueAhead,
    benefit.payLaterDayCount > 0 && filled(text.payLater, `${benefit.payLaterDayCount}`),
    benefit.discountPercent > 0 && filled(text.discount, `${benefit.discountPercent}`),
    benefit.access && text.access,
    benefit.document && text.document,
    benefit.showsBand && text.band,
    benefit.dueAfter && !grant?.dueTime && filled(text.dueWithin, span(benefit.dueAfter.seconds, language)),
  ];
  return lines.filter((line): line is string => typeof line === "string");
}

/** Who may go ahead in a queue has a number to be called by: the end of the grant's id. */
function granted(grant: Grant | undefined, benefit: Benefit | undefined, language: Language): string[] {
  if (!grant) return [];
  const text = words[language];
  if (grant.dueTime) return [filled(text.until, moment(timestampDate(grant.dueTime), language))];
  return benefit?.queueAhead ? [filled(text.queue, grant.grantId.slice(-4).toUpperCase())] : [];
}

function ofTokenRemedy(remedy: TokenRemedy, text: Words): string {
  switch (remedy) {
    case TokenRemedy.SCAN_AGAIN:
      return text.tokenAgain;
    case TokenRemedy.OTHER_GATE:
      return text.tokenElsewhere;
    default:
      return text.tokenNew;
  }
}

function staleness(decision: Decision, text: Words): string[] {
  return decision.stale ? [text.stale] : [];
}

function whenOf(time: Timestamp | undefined, language: Language): string {
  return time ? moment(timestampDate(time), language) : "";
}
