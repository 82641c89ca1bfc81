import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { keyText, parseKey } from "../../src/toml/key-text.ts";

const name = fc
  .string({ unit: fc.oneof(fc.constantFrom(..."\"'\\#=.\n[] aé"), fc.string({ unit: "binary" })) })
  .filter((text) => text !== "__proto__" && text !== "constructor" && !/\p{Cs}/u.test(text));

describe("keyText(path)", () => {
  it("writes a path as TOML writes keys, with the indexes of lists in brackets", () => {
    expect(keyText([])).toBe("");
    expect(keyText(["ffi", "call_timeout"])).toBe("ffi.call_timeout");
    expect(keyText(["wasm", "modules", "plugins/a.wasm", "dirs", 0, "guest"])).toBe(
      'wasm.modules."plugins/a.wasm".dirs[0].guest',
    );
    expect(keyText(["", "a.b", "é", 'q"'])).toBe('""."a.b"."é"."q\\""');
  });

  it("shows what could not be seen, or would lead the eye astray", () => {
    expect(keyText(["a\u202eb\u200b\u007f\u{E0001}"])).toBe('"a\\u202eb\\u200b\\u007f\\U000e0001"');
  });

  it("is a key of TOML, for any names", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (path) => {
        let value: unknown = parse(`${keyText(path)} = 1`);
        for (const each of path) value = (value as Record<string, unknown>)[each];
        expect(value).toBe(1);
      }),
    );
  });
});

describe("parseKey(text)", () => {
  it("reads what keyText wrote", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (path) => {
        expect(parseKey(keyText(path))).toEqual(path);
      }),
    );
  });

  it("reads other spellings of the same key", () => {
    expect(parseKey(" a . 'b.c'.\"d\" ")).toEqual(["a", "b.c", "d"]);
    expect(parseKey('"a = 1 # b"')).toEqual(["a = 1 # b"]);
  });

  it.each([
    "",
    ".",
    "a.",
    "a..b",
    "a = 1",
    "a = 1\nb",
    "a # c",
    "[a]",
    "a b",
    "__proto__",
    '"a',
    "a\n",
  ])("reads no key in %j", (text) => {
    expect(parseKey(text)).toBeUndefined();
  });

  it("gives a key or nothing for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const key = parseKey(text);
        expect(key === undefined || parseKey(keyText(key))).toEqual(key ?? true);
      }),
    );
  });
});
