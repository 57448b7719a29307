"""A bike dock in Python that was cut off: it accepted a token offline, lent nothing else, and uploads its journal twice.

Prints what became of each claim, both times, as one JSON object.
"""
import uuid

from dock import generated, run


def upload(channel, claims: list) -> dict:
    states, _ = generated("perks.edge.v1.grant")
    grants, stubs = generated("perks.edge.v1.grant_service")
    answer = stubs.GrantServiceStub(channel).ReportOfflineClaims(iter(claims), timeout=10)
    return {
        "outcomes": [grants.ClaimOutcome.Name(result.outcome) for result in answer.results],
        "grants": [result.grant.grant_id for result in answer.results],
        "custody": [states.Custody.Name(result.grant.custody) for result in answer.results],
        "through": answer.processed_through_sequence,
    }


def journal(channel, app_code: str, item: str) -> dict:
    inquiries, _ = generated("perks.edge.v1.inquiry")
    tokens, token_stubs = generated("perks.edge.v1.token_service")
    grants, _ = generated("perks.edge.v1.grant_service")
    member = inquiries.MemberRef(kind=inquiries.MEMBER_REF_KIND_APP_CODE, value=app_code)
    inquiry = inquiries.Inquiry(member_ref=member, perk_id="bike.deposit-free")
    issued = token_stubs.TokenServiceStub(channel).IssueToken(
        tokens.IssueTokenRequest(request_id=str(uuid.uuid4()), inquiry=inquiry), timeout=10)

    def claim(sequence: int, text: str):
        accepted = grants.ReportOfflineClaimsRequest(
            sequence=sequence, request_id=str(uuid.uuid4()), handed_over=True,
            token=grants.AcceptedToken(token_text=text, item_refs=[item]))
        accepted.claim_time.GetCurrentTime()
        return accepted

    claims = [claim(1, issued.token.text), claim(2, issued.token.text + "AA")]
    return {"first": upload(channel, claims), "second": upload(channel, claims)}


run(journal)
