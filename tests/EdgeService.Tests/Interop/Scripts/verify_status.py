"""Reads a status list with cbor2, cryptography and zlib alone. Arguments: the list (hex), public key (DER, hex), indexes. Prints what it says as JSON."""
import json
import sys
import zlib

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

cose, key = bytes.fromhex(sys.argv[1]), load_der_public_key(bytes.fromhex(sys.argv[2]))
tagged = cbor2.loads(cose)
assert tagged.tag == 18, "not COSE_Sign1"
protected, unprotected, payload, signature = tagged.value
header, claims = cbor2.loads(protected), cbor2.loads(payload)
assert header[1] == -7 and header[16] == "application/statuslist+cwt", "not a status list by ES256"
signed = cbor2.dumps(["Signature1", protected, b"", payload])
r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))

status_list = claims[65533]
bits, packed = status_list["bits"], zlib.decompress(status_list["lst"])
each = 8 // bits
statuses = [packed[index // each] >> index % each * bits & (1 << bits) - 1 for index in map(int, sys.argv[3:])]
print(json.dumps({
    "kid": header[4].hex(),
    "sub": claims[2],
    "iat": claims[6],
    "exp": claims[4],
    "ttl": claims[65534],
    "count": len(packed) * each,
    "set": sum(byte.bit_count() for byte in packed),
    "bytes": len(cose),
    "statuses": statuses,
}))
