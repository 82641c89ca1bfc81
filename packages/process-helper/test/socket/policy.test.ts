import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import { Client } from "./client.ts";
import { listening, temporaryFolder } from "./helper.ts";

const path = compileGuest(new URL("guests/library.c", import.meta.url));
const folder = temporaryFolder();

/** What comes of loading the libraries, one after the other. */
async function loading(args: readonly string[], paths: readonly string[]): Promise<unknown[]> {
  const { helper, socket } = await listening(args);
  const client = await new Client(socket).greet();
  const outcomes: unknown[] = [];
  for (const [index, name] of paths.entries()) {
    const answer = await client.say("load", { library: index, path: name, options: {} });
    const refused = answer.kind === "threw" ? (answer.error as Error).message : undefined;
    outcomes.push(refused ?? answer.kind);
  }
  await client.leave();
  await helper.end("SIGTERM");
  return outcomes;
}

function copies(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const copy = join(folder, `copy-${index}.so`);
    copyFileSync(path, copy);
    return copy;
  });
}

const refusedBy = (rule: string) => expect.stringContaining(`\`${rule}\``);

describe("the library policy of ffi-helper", () => {
  it("has --allowed-libs, as often as it is said", async () => {
    const [one = "", two = "", three = ""] = copies(3);
    const args = ["--allowed-libs", one, "--allowed-libs", `${folder}/*-1.so`];
    const outcomes = await loading(args, [one, two, three]);
    expect(outcomes).toEqual(["opened", "opened", refusedBy("allowed_libs")]);
  });

  it("has --narrowed-by, each of which must allow it too", async () => {
    const [one = "", two = "", three = ""] = copies(3);
    const lists = [
      [one, two],
      [two, three],
    ].map((list) => `--narrowed-by=${JSON.stringify(list)}`);
    const outcomes = await loading([`--allowed-libs=${folder}/*`, ...lists], [one, two, three]);
    expect(outcomes).toEqual([refusedBy("allowed_libs"), "opened", refusedBy("allowed_libs")]);
  });

  it("has --block-system-libs", async () => {
    const outcomes = await loading(["--block-system-libs"], [path, "libm.so.6"]);
    expect(outcomes).toEqual(["opened", refusedBy("block_system_libs")]);
  });

  it("has --max-loaded-libs, of one client at a time", async () => {
    const [one = "", two = "", three = ""] = copies(3);
    const outcomes = await loading(["--max-loaded-libs", "2"], [one, two, three]);
    expect(outcomes).toEqual(["opened", "opened", refusedBy("max_loaded_libs")]);
  });

  it("makes room for another library when one is disposed, and for the next client", async () => {
    const { socket } = await listening(["--max-loaded-libs", "1"]);
    const [one = "", two = ""] = copies(2);
    for (let turn = 0; turn < 2; turn++) {
      const client = await new Client(socket).greet();
      const load = (name: string) => client.say("load", { library: 1, path: name, options: {} });
      expect(await load(one)).toMatchObject({ kind: "opened", info: { path: one } });
      await client.say("dispose", { library: 1 });
      expect(await load(two)).toMatchObject({ kind: "opened", info: { path: two } });
      await client.leave();
    }
  });

  it("names the rule in the log", async () => {
    const { helper, socket } = await listening(["--log-level=info", "--allowed-libs", "/none/*"]);
    const client = await new Client(socket).greet();
    await client.say("load", { library: 1, path, options: {} });
    await client.leave();
    await helper.end("SIGTERM");
    expect(helper.log).toMatchObject([{ event: "load", path, outcome: "ERR_DLOPEN_FAILED" }]);
  });

  it("takes a relative pattern from the folder that the helper was started in", async () => {
    const outcomes = await loading(
      ["--allowed-libs", `${dirname(path).split("/").at(-1)}/*`],
      [path],
    );
    expect(outcomes).toEqual(["opened"]);
  });
});
