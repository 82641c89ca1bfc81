import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { createProgram } from "../src/program.ts";
import { cofferdam } from "./cofferdam.ts";

/** Names of all commands: `cofferdam`, `cofferdam doctor`, `cofferdam policy check`. */
function namesOf(command: Command, above = ""): readonly string[] {
  const name = `${above} ${command.name()}`.trim();
  return [name, ...command.commands.flatMap((each) => namesOf(each, name))];
}

/** What shells ask is in no list. */
const names = namesOf(createProgram()).filter((name) => name !== "cofferdam complete");

describe.each(names)("%s --help", (name) => {
  let text: string;

  beforeAll(async () => {
    const { status, stdout, stderr } = await cofferdam([...name.split(" ").slice(1), "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    text = stdout;
  });

  it("says what it said when it was last looked at (BLESS=1: it is looked at now)", () => {
    const golden = new URL(`golden/${name.replaceAll(" ", "-")}.txt`, import.meta.url);
    if (process.env.BLESS || !existsSync(golden)) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, "utf8"));
  });

  it("fits in 80 columns", () => {
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("has examples, exit codes, and where the docs are", () => {
    for (const title of ["Examples:", "Exit codes:", "Docs:"]) expect(text).toContain(title);
  });
});
