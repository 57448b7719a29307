"""Verifies one token with cbor2 and cryptography alone: verify_token.py TEXT PUBLIC_KEY_BASE64. Prints its claims as JSON."""
import base64
import json
import sys

import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

text, public_key = sys.argv[1], serialization.load_der_public_key(base64.b64decode(sys.argv[2]))
body = text.removeprefix("PE1")
token = base64.b32decode(body + "=" * (-len(body) % 8))
message = cbor2.loads(token)
assert message.tag == 18
protected, unprotected, payload, signature = message.value
assert unprotected == {} and cbor2.loads(protected)[1] == -7
assert cbor2.dumps(cbor2.loads(payload), canonical=True) == payload
signed = cbor2.dumps(["Signature1", protected, b"", payload])
r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
public_key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
claims = cbor2.loads(payload)
perk, sealed, units, offline_class, *status_index = claims[-65537]
print(json.dumps({
    "kid": cbor2.loads(protected)[4].hex(),
    "audience": claims[3],
    "exp": claims[4],
    "id": claims[7].hex(),
    "perk": perk,
    "sealed": sealed.hex(),
    "units": units,
    "class": offline_class,
    "status_index": status_index,
}))
