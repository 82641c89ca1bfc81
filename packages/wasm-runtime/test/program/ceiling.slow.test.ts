import { fileURLToPath } from "node:url";
import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../children/instances.mjs", import.meta.url));

describe("isolate([wasm()]).openSync", () => {
  it("says what there is no room for where V8 refuses one more memory", async () => {
    const child = await runChild(script);
    expect(child.report()).toMatchObject({
      code: "ERR_WASM_LIMIT",
      message: expect.stringContaining("one more memory"),
      still: 7,
    });
    // more than the default of limits.instances lets be opened
    expect((child.report() as { count: number }).count).toBeGreaterThan(10_000);
  });
});
