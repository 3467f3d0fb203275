// Document 002: adding to StateSet's cart, by curl.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { prepare, run, sample, say } from "./samples.mjs";

const PATH = "stateset_add/curl.sh";
// What the server makes and the document cannot know.
const MADE = { line: "ci_ghi789", moments: ["updated_at", "last_activity"] };

export async function stateset(address) {
  const text = sample(PATH, { "https://api.stateset.com": address });
  const answer = JSON.parse(await run("sh", [prepare(PATH, text)]));
  const printed = JSON.parse(readFileSync("samples/stateset_add/answer.json", "utf8"));
  const [line] = answer.items.slice(-1);
  assert.match(line.id, /^ci_/);
  line.id = MADE.line;
  for (const moment of MADE.moments) {
    assert.match(answer[moment], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    answer[moment] = printed[moment];
  }
  assert.equal(JSON.stringify(answer), JSON.stringify(printed));
  say("StateSet, curl", `the printed answer, member by member, but for the new line's id and the time: total ${answer.total}`);
}
