// The samples of documents 000 and 001 for jQuery, in pages: of another origin than the server's, which asks first whether
// it may, and of the server's own, where cookies are kept. In jsdom, and in a headless Chromium where there is one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { JSDOM, VirtualConsole } from "jsdom";
import { lacking, run, sample, say } from "./samples.mjs";

const BASE_URL = "https://api.storekit.app";
const JQUERY = readFileSync("node_modules/jquery/dist/jquery.js", "utf8");
const CHROMIUMS = ["chromium", "chromium-browser", "google-chrome", "headless_shell"];
// What the samples write into.
const BODY = '<p id="cart-message"></p><p id="cart-count"></p><div id="cart-items"></div><p id="cart-total"></p><p id="cart-error"></p>';
// What they leave there.
const SHOWN = ["cart-message", "cart-count", "cart-total", "cart-error"];
const EMPTY = { "cart-message": "Added to cart", "cart-count": "0", "cart-total": "$0", "cart-error": "" };

export async function pages(address) {
  await withRecorder(address, async (recorder, seen) => {
    await inJsdom(recorder, seen);
    await inChromium(recorder, seen);
  });
}

// A server that passes everything on, and notes what was asked for.
async function withRecorder(address, work) {
  const { hostname, port, host } = new URL(address);
  const seen = [];
  const server = createServer((asked, answer) => {
    seen.push(asked.method);
    const headers = { ...asked.headers, host };
    const onward = request({ hostname, port, path: asked.url, method: asked.method, headers }, (answered) => {
      answer.writeHead(answered.statusCode, answered.rawHeaders);
      answered.pipe(answer);
    });
    asked.pipe(onward);
  });
  await listening(server);
  try {
    await work(urlOf(server), seen);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function inJsdom(base, seen) {
  const version = JSON.parse(readFileSync("node_modules/jsdom/package.json", "utf8")).version;
  const who = `StoreKit, jQuery ${/jQuery JavaScript Library v([\d.]+)/.exec(JQUERY)[1]}, jsdom ${version}`;
  const foreign = await jsdomPage(base, "http://127.0.0.1:5500/", seen);
  assert.deepEqual(foreign.shown, EMPTY);
  assert.deepEqual(foreign.said, ["Success: Added to cart", "Found 0 items in cart: "]);
  assert.deepEqual(foreign.asked, ["OPTIONS", "POST", "OPTIONS", "GET"]);
  say(who, `page of another origin, ${foreign.asked.join(", ")}: ${foreign.said.join("; ")}`);

  const own = await jsdomPage(base, `${base}/`, seen);
  assert.deepEqual(own.shown, { ...EMPTY, "cart-count": "1", "cart-total": "$129" });
  assert.equal(own.said[0], "Success: Added to cart");
  assert.match(own.said[1], /^Found 1 items in cart: /);
  assert.deepEqual(own.asked, ["POST", "GET"]);
  say(who, `page of the server's own origin, ${own.asked.join(", ")}: ${own.said[0]}; Found 1 items in cart; $129`);
}

async function jsdomPage(base, url, seen) {
  const said = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on("log", (...words) => said.push(words.join(" ")));
  virtualConsole.on("error", (...words) => said.push(`error: ${words.join(" ")}`));
  virtualConsole.on("jsdomError", (error) => said.push(`error: ${error.message}`));
  const options = { url, runScripts: "dangerously", virtualConsole };
  const { window } = new JSDOM(`<!doctype html><body>${BODY}</body>`, options);
  const before = seen.length;
  window.eval(JQUERY);
  for (const text of samples(base)) {
    const settled = new Promise((done) => window.$(window.document).one("ajaxStop", done));
    window.eval(text);
    await settled;
  }
  const shown = Object.fromEntries(SHOWN.map((id) => [id, window.$(`#${id}`).text()]));
  window.close();
  return { said, shown, asked: seen.slice(before) };
}

async function inChromium(base, seen) {
  let chromium;
  for (const name of CHROMIUMS) {
    chromium ??= (await lacking(name, ["--version"])) ? undefined : name;
  }
  if (!chromium) {
    say("StoreKit, jQuery, Chromium", `skipped: there is none of ${CHROMIUMS.join(", ")}`);
    return;
  }
  const version = (await run(chromium, ["--version"])).trim();
  const before = seen.length;
  const dom = await withPage(base, (url) => {
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000", "--dump-dom", url];
    return run(chromium, [`--user-data-dir=${process.cwd()}/run/chromium`, ...args]);
  });
  const shown = Object.fromEntries(SHOWN.map((id) => [id, new RegExp(`<p id="${id}"[^>]*>(.*?)</p>`).exec(dom)[1]]));
  assert.deepEqual(shown, EMPTY, dom);
  const asked = seen.slice(before);
  // What the server allows is remembered for a while, so that it may be asked just once.
  assert.equal(asked[0], "OPTIONS");
  assert.deepEqual(asked.filter((method) => method !== "OPTIONS"), ["POST", "GET"]);
  say(`StoreKit, jQuery, ${version}`, `page of another origin, ${asked.join(", ")}: ${Object.values(shown).join(" ").trim()}`);
}

// A page of an origin of its own that runs one sample after the other.
async function withPage(base, work) {
  const [add, list] = samples(base).map((text) => JSON.stringify(text).replaceAll("</", "<\\/"));
  const html = `<!doctype html><body>${BODY}<script src="/jquery.js"></script><script>
    const run = (text) => $.globalEval(text);
    $(document).one("ajaxStop", () => setTimeout(() => run(${list})));
    run(${add});
  </script></body>`;
  const server = createServer((asked, answer) => {
    answer.setHeader("Content-Type", asked.url === "/jquery.js" ? "text/javascript" : "text/html");
    answer.end(asked.url === "/jquery.js" ? JQUERY : html);
  });
  await listening(server);
  try {
    return await work(urlOf(server));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function samples(base) {
  return ["storekit_add/jquery.js", "storekit_list/jquery.js"].map((path) => sample(path, { [BASE_URL]: base }));
}

function listening(server) {
  return new Promise((done) => server.listen(0, "127.0.0.1", done));
}

function urlOf(server) {
  return `http://127.0.0.1:${server.address().port}`;
}
