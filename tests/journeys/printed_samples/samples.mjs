// Samples as texts, and programs that run them.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Where samples are put that are to be run.
const RUN = "run";

export function say(who, text) {
  console.log(`${who}: ${text}`);
}

// The sample of this path, with each of these texts, which must stand in it just once, changed to another.
export function sample(path, changes) {
  let text = readFileSync(join("samples", path), "utf8");
  for (const [printed, meant] of Object.entries(changes)) {
    assert.equal(text.split(printed).length, 2, `${printed} does not stand once in ${path}`);
    text = text.replace(printed, () => meant);
  }
  return text;
}

// Writes it where it can be run from, and says where that is.
export function prepare(path, text) {
  mkdirSync(RUN, { recursive: true });
  const name = join(RUN, path.replaceAll("/", "-"));
  writeFileSync(name, text);
  return name;
}

// What a program writes to its output and errors. Ends the journey where the program fails; none where there is no such
// program.
export function run(program, args) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    let errors = "";
    child.stdout.on("data", (data) => (said += data));
    child.stderr.on("data", (data) => (errors += data));
    child.on("error", (error) => (error.code === "ENOENT" ? done(undefined) : fail(error)));
    child.on("close", (status) => {
      status === 0 ? done(said) : fail(new Error(`${program} ${args.join(" ")} ended with ${status}: ${said}${errors}`));
    });
  });
}

// The lines that a program prints.
export async function lines(program, args) {
  return (await run(program, args)).trimEnd().split("\n");
}

// Whether the program is there and its answer to this is good; the reason why it is not else.
export async function lacking(program, args) {
  try {
    return (await run(program, args)) === undefined ? `there is no ${program}` : undefined;
  } catch (error) {
    return error.message.split("\n")[0];
  }
}
