import { describe, expect, it } from "vitest";
import { MAX_LISTED_CHARACTERS, MAX_LISTED_NAMES } from "../../src/lock/limits.ts";
import { listed } from "../../src/lock/names.ts";

const some = (count: number) => Array.from({ length: count }, (_, index) => `name${index}`);

describe("listed(names)", () => {
  it("has each name once, in an order that is the same everywhere", () => {
    expect(listed(["b", "a", "Z", "ä", "b"])).toEqual(["Z", "a", "b", "ä"]);
  });

  it("has a digest in place of more names than anybody would read", () => {
    expect(listed(some(MAX_LISTED_NAMES))).toHaveLength(MAX_LISTED_NAMES);
    expect(listed(some(MAX_LISTED_NAMES + 1))).toMatchObject({ count: MAX_LISTED_NAMES + 1 });
    expect(listed(["x".repeat(MAX_LISTED_CHARACTERS + 1)])).toMatchObject({ count: 1 });
  });

  it("has another digest for other names, however they are divided", () => {
    const names = some(MAX_LISTED_NAMES + 1);
    expect(listed([...names].reverse())).toEqual(listed(names));
    expect(listed([...names, "a\nb", "c"])).not.toEqual(listed([...names, "a", "b\nc"]));
  });
});
