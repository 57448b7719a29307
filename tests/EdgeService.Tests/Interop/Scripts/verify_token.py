"""Reads a token with cbor2 and cryptography alone. Arguments: token text, public key (DER, hex). Prints the claims as JSON."""
import base64
import io
import json
import sys

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

text, key = sys.argv[1], load_der_public_key(bytes.fromhex(sys.argv[2]))
assert text.startswith("PE1"), "not a token"
digits = text[3:]
cose = base64.b32decode(digits + "=" * (-len(digits) % 8))

with io.BytesIO(cose) as stream:
    tagged = cbor2.load(stream)
    assert stream.tell() == len(cose), "bytes after the token"
assert tagged.tag == 18, "not COSE_Sign1"
protected, unprotected, payload, signature = tagged.value
assert cbor2.dumps(tagged, canonical=True) == cose, "not canonical"

header, claims = cbor2.loads(protected), cbor2.loads(payload)
assert header[1] == -7, "not ES256"
signed = cbor2.dumps(["Signature1", protected, b"", payload])
r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))

print(json.dumps({
    "bytes": len(cose),
    "kid": header[4].hex(),
    "unprotected": len(unprotected),
    "claims": sorted(claims),
    "audience": claims[3],
    "expires": claims[4],
    "token_id": claims[7].hex(),
    "perk": claims[-65537][0],
    "units": claims[-65537][2],
}))
