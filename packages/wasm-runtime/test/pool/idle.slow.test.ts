import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";
import { moduleOf, temporaryFolder } from "../cache/modules.ts";

const script = fileURLToPath(new URL("../children/idle.mjs", import.meta.url));
const COUNT = 5000;
/** It was 10 KiB on Node 20 and 13 KiB on 24 when this was written; 64 KiB are what one page of a guest's memory has. */
const MOST_BYTES = 20 * 1024;

async function residentBytes(how: "raw" | "pool", path: string): Promise<number> {
  const options = { nodeArgs: ["--expose-gc"], args: [how, String(COUNT), path] };
  const { bytes, kept } = (await runChild(script, options)).report() as Record<string, number>;
  expect(kept).toBe(COUNT);
  return bytes as number;
}

describe("createPool(guard, target)", () => {
  it("holds idle instances that were used in little more memory than V8 does those that were not", async () => {
    const path = join(temporaryFolder(), "plugin.wasm");
    writeFileSync(path, moduleOf(1, 1000));
    const [raw, pool] = [await residentBytes("raw", path), await residentBytes("pool", path)];
    expect((pool - raw) / COUNT).toBeLessThan(MOST_BYTES);
  });
});
