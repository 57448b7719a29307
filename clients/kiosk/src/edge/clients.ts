import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { EligibilityService } from "@wire/perks/edge/v1/eligibility_service_pb";
import { GrantService } from "@wire/perks/edge/v1/grant_service_pb";
import { TokenService } from "@wire/perks/edge/v1/token_service_pb";
import { Health } from "@wire/grpc/health/v1/health_pb";

/** The service answers within two seconds or not at all; the rest is the way there and back. */
const PATIENCE_MS = 4000;

const transport = createGrpcWebTransport({ baseUrl: location.origin, defaultTimeoutMs: PATIENCE_MS });

export const eligibility = createClient(EligibilityService, transport);
export const grants = createClient(GrantService, transport);
export const tokens = createClient(TokenService, transport);
export const health = createClient(Health, transport);

/** Tries again once where the answer may only have been lost: every call here is safe to repeat, by its request id or by itself. */
export async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (fault) {
    if (!isLost(ConnectError.from(fault))) throw fault;
    return call();
  }
}

/** Whether nobody answered, as opposed to an answer that one does not like. */
export function isLost(fault: ConnectError): boolean {
  return (fault.code === Code.Unavailable || fault.code === Code.DeadlineExceeded || fault.code === Code.Unknown) && !reasonOf(fault);
}

/** Why the service did not answer, such as `APP_CODE_EXPIRED`; empty where it was not the service that said so. */
export function reasonOf(fault: ConnectError): string {
  return fault.metadata.get("perks-error-reason") ?? "";
}

/** A UUID for one intent; `crypto.randomUUID` without the need of the newest browsers. */
export function newId(): string {
  return crypto.randomUUID();
}
