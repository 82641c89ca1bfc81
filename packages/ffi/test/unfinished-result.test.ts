import { runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";

const guest = compileGuest(new URL("guests/unfinished.c", import.meta.url));
const script = new URL("children/unfinished.mjs", import.meta.url);

describe("a crash before an aggregate result is there", () => {
  it.each([
    ["in place", "false"],
    ["on a stack of its own", "true"],
  ])("leaves koffi zeroes to read, not what was in that memory, %s", async (_where, switched) => {
    const child = await runChild(script, { args: [guest, switched] });
    expect(child).toMatchObject({ status: 0, signal: null });
    expect(child.report()).toEqual({
      codes: ["ERR_ISOLATION_SIGNAL"],
      after: { a: "a", b: "b", c: "c" },
    });
  });
});
