"""A bike dock in Python that was cut off: it accepted a token offline, lent nothing else, and uploads its journal twice.

Prints what became of each claim, both times, as one JSON object.
"""
import argparse
import importlib
import json
import pathlib
import subprocess
import sys
import tempfile
import uuid

import grpc


def generate(protos: pathlib.Path, out: str) -> None:
    files = sorted(str(file.relative_to(protos)) for file in protos.rglob("*.proto"))
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", "-I.", f"--python_out={out}", f"--grpc_python_out={out}", *files],
        cwd=protos, check=True)
    sys.path.insert(0, out)
    # The standard protos live in packages below `grpc`, which is also the name of the library: let it look here too.
    grpc.__path__.append(str(pathlib.Path(out, "grpc")))


def generated(module: str):
    return importlib.import_module(module + "_pb2"), importlib.import_module(module + "_pb2_grpc")


def secure_channel(address: str, pki: pathlib.Path, name: str) -> grpc.Channel:
    credentials = grpc.ssl_channel_credentials(
        (pki / "ca.pem").read_bytes(), (pki / f"{name}.key").read_bytes(), (pki / f"{name}.pem").read_bytes())
    return grpc.secure_channel(address, credentials)


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


def main() -> None:
    words = argparse.ArgumentParser()
    for name in ("protos", "pki", "address", "app-code", "item"):
        words.add_argument(f"--{name}", required=True)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as out:
        generate(pathlib.Path(given.protos), out)
        with secure_channel(given.address, pathlib.Path(given.pki), "bike-dock") as channel:
            print(json.dumps(journal(channel, given.app_code, given.item)))


main()
