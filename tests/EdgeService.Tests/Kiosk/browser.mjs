// A hand at a real Chromium: one command a line comes in as JSON, one answer a line goes out. The tests say what to do and judge what they hear.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [chromium, home, camera] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${process.env.NODE_PATH}/`));
const puppeteer = require("puppeteer-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const grpcWeb = await readFile(require.resolve("grpc-web"), "utf8");

const media = ["--use-fake-ui-for-media-stream", ...(camera ? ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${camera}`] : [])];
const browser = await puppeteer.launch({
  executablePath: chromium,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", ...media],
  env: { ...process.env, HOME: home },
});
const page = await browser.newPage();
page.setDefaultTimeout(20_000);
const complaints = [];
page.on("pageerror", (fault) => complaints.push(String(fault)));
page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));

const commands = {
  open: async ({ url, width, height }) => {
    await page.setViewport({ width, height });
    const response = await page.goto(url, { waitUntil: "load" });
    return { status: response.status(), headers: response.headers() };
  },
  scheme: ({ is }) => page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: is }]),
  resize: ({ width, height }) => page.setViewport({ width, height }),
  await: ({ selector, text }) => page.waitForFunction(
    (where, what) => [...document.querySelectorAll(where)].some((each) => each.innerText?.includes(what)), {}, selector, text).then(() => true),
  awaitTrue: ({ script }) => page.waitForFunction(script).then(() => true),
  awaitGone: ({ selector }) => page.waitForFunction((where) => !document.querySelector(where)?.innerText, {}, selector).then(() => true),
  press: async ({ text }) => {
    const found = await page.waitForSelector(`::-p-xpath(//button[normalize-space()=${JSON.stringify(text)}])`);
    await found.click();
  },
  type: async ({ text }) => {
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  },
  enter: async ({ text }) => {
    await page.locator("#code").fill(text);
    await page.keyboard.press("Enter");
  },
  keys: async ({ keys }) => {
    for (const key of keys) await page.keyboard.press(key);
  },
  evaluate: ({ script }) => page.evaluate(script),
  text: () => page.evaluate(() => document.body.innerText),
  axe: async () => {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    return violations.map((each) => `${each.id}: ${each.nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
  },
  picture: async ({ path, selector }) => {
    const what = selector ? await page.waitForSelector(selector) : page;
    await what.screenshot(selector ? { path } : { path, fullPage: true });
  },
  offline: ({ is }) => page.setOfflineMode(is),
  grpcWeb: async ({ format, method, request, streaming }) => {
    await page.evaluate(`(() => { const module = { exports: {} }, exports = module.exports; ${grpcWeb}; window.grpcweb = module.exports; })()`);
    return page.evaluate(callByGrpcWeb, format, method, request, streaming);
  },
  complaints: () => complaints.splice(0),
};

/** In the page: Google's own client, with messages as bytes. */
function callByGrpcWeb(format, method, request, streaming) {
  const { GrpcWebClientBase, MethodDescriptor } = window.grpcweb;
  const descriptor = new MethodDescriptor(method, streaming ? "server_streaming" : "unary", Object, Object, () => new Uint8Array(request), (bytes) => [...new Uint8Array(bytes)]);
  const client = new GrpcWebClientBase({ format });
  return new Promise((resolve) => {
    const failed = (fault) => resolve({ code: fault.code, message: fault.message, reason: fault.metadata?.["perks-error-reason"] ?? "" });
    if (!streaming) {
      client.rpcCall(location.origin + method, {}, {}, descriptor, (fault, reply) => (fault ? failed(fault) : resolve({ code: 0, reply })));
      return;
    }
    const stream = client.serverStreaming(location.origin + method, {}, {}, descriptor);
    stream.on("error", failed);
    stream.on("data", (reply) => {
      stream.cancel();
      resolve({ code: 0, reply });
    });
  });
}

console.log(JSON.stringify({ ready: await browser.version() }));
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  try {
    console.log(JSON.stringify({ answer: (await commands[command.do](command)) ?? null }));
  } catch (fault) {
    console.log(JSON.stringify({ fault: String(fault) }));
  }
}
await browser.close();
