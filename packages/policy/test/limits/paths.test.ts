import { describe, expect, it } from "vitest";
import { commonPaths } from "../../src/limits/paths.ts";

describe("commonPaths(lists)", () => {
  it.each([
    [[["/a"], ["/a"]], ["/a"]],
    [[["/a"], ["/a/b"]], ["/a/b"]],
    [[["/a/b"], ["/a"]], ["/a/b"]],
    [[["/a"], ["/ab"]], []],
    [
      [["/"], ["/a", "/b"]],
      ["/a", "/b"],
    ],
    [
      [
        ["/a", "/a/b"],
        ["/a/b/c", "/x"],
      ],
      ["/a/b/c"],
    ],
    [[["/a"], []], []],
    [[["/a", "/b"]], ["/a", "/b"]],
    [
      [["/a"], ["/a/b"], ["/a/b/c", "/a"]],
      ["/a/b/c", "/a/b"],
    ],
  ])("makes of %j what is below one of each: %j", (lists, common) => {
    expect(commonPaths(lists)).toEqual(common);
  });
});
