"""A bike dock written in Python: grpcio and code generated from our protos, over TLS with a client certificate.

Asks reflection for the services, then checks, issues, redeems twice, hands over and takes back. Prints what it was told as one JSON object.
"""
import uuid

import grpc

from dock import generated, run


def services(channel: grpc.Channel) -> list[str]:
    messages, stubs = generated("grpc.reflection.v1.reflection")
    ask = messages.ServerReflectionRequest(list_services="*")
    answers = stubs.ServerReflectionStub(channel).ServerReflectionInfo(iter([ask]), timeout=10)
    return sorted(service.name for service in next(answers).list_services_response.service)


def visit(channel: grpc.Channel, app_code: str, item: str) -> dict:
    inquiries, _ = generated("perks.edge.v1.inquiry")
    decisions, _ = generated("perks.edge.v1.decision")
    checks, check_stubs = generated("perks.edge.v1.eligibility_service")
    tokens, token_stubs = generated("perks.edge.v1.token_service")
    states, _ = generated("perks.edge.v1.grant")
    grants, grant_stubs = generated("perks.edge.v1.grant_service")

    member = inquiries.MemberRef(kind=inquiries.MEMBER_REF_KIND_APP_CODE, value=app_code)
    inquiry = inquiries.Inquiry(member_ref=member, perk_id="bike.deposit-free")
    checked = check_stubs.EligibilityServiceStub(channel).CheckEligibility(
        checks.CheckEligibilityRequest(inquiry=inquiry), timeout=10)

    desk = token_stubs.TokenServiceStub(channel)
    issued = desk.IssueToken(tokens.IssueTokenRequest(request_id=str(uuid.uuid4()), inquiry=inquiry), timeout=10)

    def redeem():
        return desk.RedeemToken(tokens.RedeemTokenRequest(
            request_id=str(uuid.uuid4()), token_text=issued.token.text, item_refs=[item]), timeout=10)

    first, second = redeem(), redeem()
    lending = grant_stubs.GrantServiceStub(channel)
    lending.ConfirmHandover(
        grants.ConfirmHandoverRequest(request_id=str(uuid.uuid4()), grant_id=first.grant.grant_id), timeout=10)
    returned = lending.ReturnGrant(grants.ReturnGrantRequest(request_id=str(uuid.uuid4()), item_ref=item), timeout=10)
    return {
        "checked": decisions.Outcome.Name(checked.decision.outcome),
        "decision_id_bytes": len(checked.decision.decision_id),
        "token": issued.token.text,
        "redeemed": [tokens.RedeemOutcome.Name(answer.outcome) for answer in (first, second)],
        "same_grant": first.grant.grant_id == second.grant.grant_id == returned.grant.grant_id,
        "custody": states.Custody.Name(returned.grant.custody),
    }


run(lambda channel, app_code, item: visit(channel, app_code, item) | {"services": services(channel)})
