// Document 003: the five calls of SDS shop with their headers and bodies as they are printed, by curl.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { run, sample, say } from "./samples.mjs";

const SKU = "CK-SDS001";
const CALLS = ["1_get", "2_post", "3_put", "4_delete", "5_delete"];

export async function sdsShop(address) {
  for (const call of CALLS) {
    const text = sample(`sds_shop/${call}.txt`, {});
    const [head, body] = text.split("\n\n");
    const [target, ...headers] = head.split("\n");
    const [method, path] = target.split(" ");
    const named = headers.flatMap((header) => ["--header", header]);
    const url = address + path.replace("{productSku}", SKU);
    const args = ["--silent", "--show-error", "--request", method, ...named, "--data-raw", body.trimEnd(), url];
    const answer = JSON.parse(await run("curl", args));
    const printed = JSON.parse(readFileSync(`samples/sds_shop/${call}.json`, "utf8"));
    assert.equal(JSON.stringify(answer), JSON.stringify(printed));
    say("SDS shop, curl", `${target}: the printed answer, member by member: ${answer.message}`);
  }
}
