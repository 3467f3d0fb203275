// Documents 000 and 001: adding to StoreKit's cart and listing it, by curl, Node, Python and PHP.

import assert from "node:assert/strict";
import { lacking, lines, prepare, run, sample, say } from "./samples.mjs";

const ADD = "storekit_add";
const LIST = "storekit_list";
const BASE_URL = "https://api.storekit.app";
const ADDED = ["Success: Added to cart"];
// No sample keeps cookies, so that each is another guest, whose cart is empty.
const NOTHING = ["Found 0 items in cart: []", "Total cart value: $0"];

export async function storekit(address) {
  const base = { [BASE_URL]: address };
  await curl(base);
  for (const name of ["fetch.mjs", "axios.mjs"]) {
    await node(name, base);
  }
  const { hostname, port } = new URL(address);
  await node("https.cjs", {
    'require("https")': 'require("http")',
    'hostname: "api.storekit.app"': `hostname: "${hostname}"`,
    "port: 443": `port: ${port}`,
  });
  await python(base);
  await php(base);
}

async function curl(base) {
  const who = "StoreKit, curl";
  const add = await lines("sh", [made(`${ADD}/curl.sh`, base)]);
  assert.deepEqual(add, ['{"success":true,"message":"Added to cart"}']);
  const list = await lines("sh", [made(`${LIST}/curl.sh`, base)]);
  assert.deepEqual(list, ['{"success":true,"data":[],"count":0,"message":"list of all cart items"}']);
  say(who, `added: ${add}; listed, as another guest: ${list}`);

  const jar = { ...base, "curl -X": "curl -b run/jar -c run/jar -X" };
  await run("sh", [made(`${ADD}/curl.sh`, jar)]);
  const kept = JSON.parse(await run("sh", [made(`${LIST}/curl.sh`, jar)]));
  const [line] = kept.data;
  assert.deepEqual([kept.count, line.quantity, line.customerId], [1, 2, null]);
  assert.equal(line.product.name, "Weekend Backpack");
  say(who, `with a cookie jar the same guest: ${line.quantity} of ${line.product.name}`);
}

async function node(name, changes) {
  const who = `StoreKit, Node ${process.version}, ${name}`;
  const add = await lines("node", [made(`${ADD}/${name}`, changes)]);
  assert.deepEqual(add, ADDED);
  const list = await lines("node", [made(`${LIST}/${name}`, changes)]);
  assert.deepEqual(list, NOTHING);
  say(who, [...add, ...list].join("; "));
}

async function python(base) {
  const missing =
    (await lacking("python3", ["-m", "venv", "run/python"])) ??
    (await lacking("run/python/bin/pip", ["install", "--quiet", "--disable-pip-version-check", "requests==2.34.2"]));
  if (missing) {
    say("StoreKit, Python", `skipped: ${missing}`);
    return;
  }
  const program = "run/python/bin/python";
  const [version] = await lines(program, ["-c", "import requests; print(requests.__version__)"]);
  const who = `StoreKit, Python, requests ${version}`;
  const [adds, lists] = [made(`${ADD}/requests.py`, base), made(`${LIST}/requests.py`, base)];
  const add = await lines(program, [adds]);
  assert.deepEqual(add, ADDED);
  const list = await lines(program, [lists]);
  assert.deepEqual(list, ["Found 0 items in cart:", "Total cart value: $0"]);
  say(who, [...add, ...list].join("; "));

  // Both as they are, with what they call from one session.
  const session = "import requests, sys\nsession = requests.Session()\nrequests.post, requests.get = session.post, session.get\n";
  const both = `${session}for name in sys.argv[1:]:\n    exec(open(name).read())\n`;
  const kept = await lines(program, [prepare("session.py", both), adds, lists]);
  const bought = ["Found 1 items in cart:", "- Weekend Backpack: $64.5 x 2 = $129.0", "Total cart value: $129.0"];
  assert.deepEqual(kept, [...ADDED, ...bought]);
  say(who, `in one session: ${kept.join("; ")}`);
}

async function php(base) {
  const missing = await lacking("php", ["-r", "exit(function_exists('curl_init') ? 0 : 1);"]);
  if (missing) {
    say("StoreKit, PHP", `skipped: there is no PHP with its curl extension: ${missing}`);
    return;
  }
  const [version] = await lines("php", ["-r", "echo PHP_VERSION;"]);
  const add = await lines("php", [made(`${ADD}/curl.php`, base)]);
  assert.deepEqual(add, ADDED);
  const list = await lines("php", [made(`${LIST}/curl.php`, base)]);
  assert.deepEqual(list, ["Found 0 items in cart:", "Total cart value: $0"]);
  say(`StoreKit, PHP ${version}`, [...add, ...list].join("; "));
}

function made(path, changes) {
  return prepare(path, sample(path, changes));
}
