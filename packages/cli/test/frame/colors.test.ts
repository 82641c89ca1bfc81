import { describe, expect, it } from "vitest";
import { usesColors } from "../../src/frame/colors.ts";
import { cofferdam, program } from "../cofferdam.ts";
import { noTerminal, Terminal } from "../terminal.ts";

const SGR = "\x1b[";
const help = ["completion", "--help"];

describe("colours", () => {
  it.each([
    ["are not in a pipe", [], {}, false],
    ["are in a pipe with --color always", ["--color", "always"], {}, true],
    ["are in a pipe with FORCE_COLOR", [], { FORCE_COLOR: "1" }, true],
    [
      "are not with --color never, whatever FORCE_COLOR says",
      ["--color=never"],
      { FORCE_COLOR: "1" },
      false,
    ],
  ])("%s", async (_, options, env, colors) => {
    const { stdout } = await cofferdam([...options, ...help], env);
    expect(stdout.includes(SGR)).toBe(colors);
  });

  it.skipIf(noTerminal).each([
    ["are on a terminal", {}, true],
    ["are not on a terminal with NO_COLOR", { NO_COLOR: "1" }, false],
    ["are not on a terminal that has none", { TERM: "dumb" }, false],
  ])("%s", async (_, env, colors) => {
    const terminal = new Terminal(`${process.execPath} ${program} ${help.join(" ")}`, env);
    const shown = await terminal.shows(/tree\/main\/packages\/cli/);
    expect(shown.includes(SGR)).toBe(colors);
  });
});

describe("usesColors(choice, stream, env)", () => {
  it.each([
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "false" }, true, false],
    [{ FORCE_COLOR: "", NO_COLOR: "" }, true, true],
    [{}, false, false],
  ])("is with %j on a terminal or not (%s): %s", (env, isTTY, colors) => {
    expect(usesColors("auto", { isTTY }, env)).toBe(colors);
  });
});
