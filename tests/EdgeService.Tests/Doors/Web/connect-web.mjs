// A client that nobody here wrote, as its makers mean it to be used: Connect for Node, by gRPC-Web, from descriptors alone.
// Arguments: address, folder of the certificates, file of the descriptors. Prints what came back as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [address, pki, descriptors] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${process.env.NODE_PATH}/`));
const { createFileRegistry, fromBinary } = require("@bufbuild/protobuf");
const { FileDescriptorSetSchema } = require("@bufbuild/protobuf/wkt");
const { Code, ConnectError, createClient } = require("@connectrpc/connect");
const { createGrpcWebTransport } = require("@connectrpc/connect-node");

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const read = (name) => readFileSync(join(pki, name));

async function faultOf(call) {
  try {
    await call();
    return "none";
  } catch (fault) {
    const error = ConnectError.from(fault);
    return `${Code[error.code]} ${error.metadata.get("perks-error-reason") ?? ""}`.trim();
  }
}

async function speak(httpVersion) {
  const nodeOptions = { ca: read("ca.pem"), cert: read("library-kiosk.pem"), key: read("library-kiosk.key") };
  const transport = createGrpcWebTransport({ baseUrl: address, httpVersion, nodeOptions });
  const client = (name) => createClient(registry.getService(name), transport);
  const eligibility = client("perks.edge.v1.EligibilityService");
  const { perks } = await eligibility.listPerks({});
  const stop = new AbortController();
  let watched = "";
  try {
    for await (const { status } of client("grpc.health.v1.Health").watch({}, { signal: stop.signal })) {
      watched = `${status}`;
      stop.abort();
    }
  } catch {
    // It was we who ended it.
  }
  return {
    perks: perks.map((perk) => perk.perkId),
    watched,
    empty: await faultOf(() => eligibility.checkEligibility({})),
    notAllowed: await faultOf(() => client("perks.admin.v1.SnapshotService").getBasis({})),
    late: await faultOf(() => eligibility.listPerks({}, { timeoutMs: 0.001 })),
    upload: await faultOf(() => client("perks.edge.v1.GrantService").reportOfflineClaims((async function* () {})())),
  };
}

console.log(JSON.stringify({ "1.1": await speak("1.1"), 2: await speak("2") }));
process.exit(0);
