import { describe, expect, it } from "vitest";
import { complete } from "../../src/completion/complete.ts";
import { createProgram } from "../../src/program.ts";

const program = createProgram();
async function offered(...typed: string[]): Promise<readonly string[]> {
  return (await complete(program, typed)).words.map(({ text }) => text);
}

describe("complete(program, typed)", () => {
  it("offers commands, and none that is hidden", async () => {
    expect(await offered("do")).toEqual(["doctor"]);
    expect(await offered("")).toContain("completion");
    expect(await offered("")).not.toContain("complete");
  });

  it("offers the options of the command, and those of all commands", async () => {
    expect(await offered("doctor", "--")).toEqual(
      expect.arrayContaining(["--require", "--verbose", "--json", "--color", "--help"]),
    );
    expect(await offered("--")).not.toContain("--require");
  });

  it("does not offer an option again", async () => {
    expect(await offered("doctor", "--verbose", "--ver")).toEqual(["--version"]);
  });

  it("offers the values of an option, in its own word or in the next", async () => {
    expect(await offered("--color", "")).toEqual(["auto", "always", "never"]);
    expect(await offered("doctor", "--color", "a")).toEqual(["auto", "always"]);
    expect(await offered("--color=n")).toEqual(["--color=never"]);
  });

  it("does not take an option's value for a command", async () => {
    expect(await offered("--color", "doctor", "do")).toEqual(["doctor"]);
  });

  it("goes on with a list, without what it has", async () => {
    const { kind, words } = await complete(program, ["doctor", "--require", "no-network,no-p"]);
    expect(kind).toBe("list");
    expect(words.map(({ text }) => text)).toEqual([
      "no-network,no-programs",
      "no-network,no-processes",
    ]);
    expect(await offered("doctor", "--require", "wasm,wa")).toEqual([]);
  });

  it("offers an argument's choices", async () => {
    expect(await offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  it("offers nothing where nothing may follow", async () => {
    expect(await offered("doctor", "")).toEqual([]);
  });

  it("leaves files to the shell", async () => {
    expect(await complete(program, ["policy", "check", "cof"])).toEqual({
      kind: "files",
      words: [],
    });
    expect(await complete(program, ["why", "--log", ""])).toEqual({ kind: "files", words: [] });
  });

  it("offers the keys of a policy", async () => {
    expect(await offered("policy", "explain", "ffi.sandbox.process.net")).toEqual([
      "ffi.sandbox.process.network",
    ]);
  });
});
