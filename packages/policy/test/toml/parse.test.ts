import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { parseToml, ways } from "../../src/toml/parse.ts";

describe("parseToml(text)", () => {
  it("gives tables without a prototype, so that no name means anything else", () => {
    const parsed = parseToml("[a]\ntoString = 1\n");
    if (!("values" in parsed)) return expect.unreachable();
    expect(Object.getPrototypeOf(parsed.values)).toBeNull();
    expect(Object.getPrototypeOf(parsed.values.a)).toBeNull();
    expect(Object.keys(parsed.values.a as object)).toEqual(["toString"]);
  });

  it.each(["__proto__ = 1", "[a.__proto__]", "a = { constructor = 1 }", '"__pro\\u0074o__" = 1'])(
    "refuses %s",
    (text) => {
      expect(parseToml(text)).toMatchObject({
        problem: { message: expect.stringContaining("unsafe property") },
      });
    },
  );

  it.each(["9007199254740992", "-9007199254740992", "0xffffffffffffffff"])(
    "refuses %s, which a number would not hold",
    (number) => {
      expect(parseToml(`a = ${number}`)).toMatchObject({
        problem: { expected: expect.stringContaining("not exact") },
      });
    },
  );

  it("refuses deep nesting before anything else walks it", () => {
    const nested = `a = ${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(parseToml(nested)).toMatchObject({
      problem: { expected: expect.stringContaining("at most 16") },
    });
  });

  it("tells the place of what is no TOML in code points", () => {
    expect(parseToml('a = "x"\n"😀" = no')).toMatchObject({
      problem: { place: { line: 2, column: 7, length: 1 } },
    });
  });

  it("says of everything that its parser finds what to write instead", () => {
    const folder = dirname(createRequire(import.meta.url).resolve("smol-toml"));
    const sources = readdirSync(folder).filter((file) => file.endsWith(".js"));
    const code = sources.map((file) => readFileSync(`${folder}/${file}`, "utf8")).join("\n");
    const messages = [...code.matchAll(/TomlError\.x\(([^;]*)\);/g)].flatMap(([, call = ""]) =>
      [...call.matchAll(/['`]([a-z][^'`]+)['`]/g)].map(([, message = ""]) => message),
    );
    expect(messages.length).toBeGreaterThan(20);
    const unknown = messages.filter((message) => !ways.some(([pattern]) => pattern.test(message)));
    expect(unknown).toEqual([]);
  });
});
