// Reads the QR code of a PNG file with npm's jsqr. Argument: the file. Prints the text.
'use strict';
const { readFileSync } = require('node:fs');
const { PNG } = require('pngjs');
const jsqr = require('jsqr');

const picture = PNG.sync.read(readFileSync(process.argv[2]));
const code = jsqr(new Uint8ClampedArray(picture.data), picture.width, picture.height);
if (!code) {
  throw new Error('no QR code found');
}
console.log(code.data);
