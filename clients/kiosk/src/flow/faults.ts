import { ConnectError } from "@connectrpc/connect";
import { isLost, reasonOf } from "../edge/clients";
import type { Words } from "../words/words";

/** What to tell the person in front of the kiosk when the service did not answer the question. */
export function sentenceOf(fault: unknown, text: Words): string {
  const error = ConnectError.from(fault);
  switch (reasonOf(error)) {
    case "APP_CODE_EXPIRED":
      return text.fault.codeOld;
    case "APP_CODE_USED_ELSEWHERE":
      return text.fault.codeElsewhere;
    case "FIELD_INVALID":
      return text.fault.unreadable;
    case "OVERLOADED":
    case "CALLER_LIMIT":
    case "NOT_READY":
    case "LEDGER_UNAVAILABLE":
    case "AUDIT_UNAVAILABLE":
      return text.fault.busy;
    case "PERK_BUDGET_SPENT":
    case "PROVISIONAL_SPENT":
      return text.fault.enough;
    case "IDENTITY_MISSING":
    case "IDENTITY_UNKNOWN":
    case "IDENTITY_SUSPENDED":
    case "IDENTITY_REVOKED":
    case "IDENTITY_UNVERIFIABLE":
    case "METHOD_NOT_ALLOWED":
      return text.fault.kiosk;
    default:
      return isLost(error) ? text.fault.lost : text.fault.inside;
  }
}
