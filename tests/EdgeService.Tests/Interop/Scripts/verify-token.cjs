// Verifies a token with npm's COSE library. Arguments: token text, public key (DER, hex). Prints the payload in hex.
'use strict';
const { webcrypto } = require('node:crypto');
globalThis.crypto ??= webcrypto; // Node 18 keeps it to itself
const { Sign1 } = require('@auth0/cose');

function base32(digits) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...digits].map((digit) => alphabet.indexOf(digit).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g), (byte) => parseInt(byte, 2));
}

async function main([text, key]) {
  const p256 = { name: 'ECDSA', namedCurve: 'P-256' };
  const publicKey = await webcrypto.subtle.importKey('spki', Buffer.from(key, 'hex'), p256, true, ['verify']);
  const token = Sign1.decode(base32(text.slice('PE1'.length)));
  await token.verify(publicKey);
  console.log(Buffer.from(token.payload).toString('hex'));
}

main(process.argv.slice(2));
