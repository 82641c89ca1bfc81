import { runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { findRust } from "./rust-guest.ts";

const fixture = new URL("fixtures/panics.mjs", import.meta.url);
const path = compileGuest(new URL("guests/throwing.cc", import.meta.url));
const nodeArgs = ["--expose-gc", "--max-semi-space-size=1"];
/** Measured: 119 on average. The exception, which only Rust may free, is 96 bytes; and the text in blocks of malloc. */
const MOST_LEAKED_BY_RUST = 160;

describe("20,000 C++ exceptions", () => {
  it.each(["signals", "signals and stack"])("leave nothing behind, inside %s", async (name) => {
    const child = await runChild(fixture, { nodeArgs, args: ["leak", path, name] });
    expect(child.signal).toBeNull();
    expect(child.report()).toEqual({ grown: expect.any(Number), alive: 0 });
    expect((child.report() as { grown: number }).grown).toBeLessThan(1024 ** 2);
  });
});

const rust = findRust();

describe.skipIf(rust === undefined)(
  rust ? "20,000 Rust panics" : "20,000 Rust panics (skipped: there is no rustc on this machine)",
  () => {
    it("leak what they carry, and no more", async () => {
      const args = ["leakOfRust", rust as string];
      const child = await runChild(fixture, { nodeArgs, args });
      expect(child.signal).toBeNull();
      const { perPanic } = child.report() as { perPanic: number };
      expect(perPanic).toBeGreaterThan(0);
      expect(perPanic).toBeLessThan(MOST_LEAKED_BY_RUST);
    });
  },
);
