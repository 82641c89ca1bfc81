// snappy (Rust, napi-rs, which looks Node-API up by name): what its README shows.
import { randomBytes } from "node:crypto";
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";

const opened = isolate([signals(), stack()]).openSync(addon("snappy", { from: import.meta.url }));
const { compress, compressSync, uncompress, uncompressSync } = opened.exports;
const text = "the quick brown fox jumps over the lazy dog. ".repeat(1000);
const noise = randomBytes(100_000);

describe("snappy, through the guard", () => {
  it("uncompresses what it compressed, on this thread", () => {
    expect(compressSync(text).length).toBeLessThan(text.length / 10);
    expect(uncompressSync(compressSync(text), { asBuffer: false })).toBe(text);
    expect(uncompressSync(compressSync(noise))).toEqual(noise);
  });

  it("uncompresses what it compressed, on the thread pool", async () => {
    const rounds = Array.from({ length: 50 }, async () => uncompress(await compress(noise)));
    expect((await Promise.all(rounds)).every((copy) => copy.equals(noise))).toBe(true);
  });

  it("throws and rejects what it finds wrong", async () => {
    expect(() => uncompressSync(Buffer.from("not compressed"))).toThrow(/snappy/);
    await expect(uncompress(Buffer.from("not compressed"))).rejects.toThrow(/snappy/);
  });

  it("went through the gate, and had no fault", () => {
    const { calls, faults, state, functions } = opened.status();
    expect({ faults, state }).toEqual({ faults: {}, state: "open" });
    expect(calls).toBeGreaterThan(200);
    expect(functions.some(({ symbol }) => /execute/.test(symbol))).toBe(true);
  });
});
