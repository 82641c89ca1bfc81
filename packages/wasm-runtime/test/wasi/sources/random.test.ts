import { describe, expect, it } from "vitest";
import type { WasiOptions } from "../../../src/wasi/wasi-options.ts";
import { World } from "../world.ts";

function bytesOf(random: WasiOptions["random"], ...lengths: number[]): string[] {
  const world = new World(random === undefined ? {} : { random });
  return lengths.map((length) => {
    const at = world.room(length);
    expect(world.call("random_get", at, length)).toBe("ESUCCESS");
    return Buffer.from(world.bytes.slice(at, at + length)).toString("hex");
  });
}

describe("random_get", () => {
  it("gives other bytes each time if they are real, any number of them", () => {
    const [one, other, none, many] = bytesOf("real", 16, 16, 0, 100_000);
    expect(one).not.toBe(other);
    expect(none).toBe("");
    expect(many).not.toMatch(/0{40}/);
  });

  it("gives the documented bytes for a seed", () => {
    expect(bytesOf({ seed: 1 }, 8, 3, 5)).toEqual(bytesOf({ seed: "1" }, 8, 3, 5));
    expect(bytesOf({ seed: 1 }, 8)).not.toEqual(bytesOf({ seed: 2 }, 8));
    expect(bytesOf({ seed: "cofferdam" }, 8, 3, 8)).toMatchInlineSnapshot(`
      [
        "e3fb8cf0b0255b4f",
        "4034dc",
        "d53148dc0c00be5c",
      ]
    `);
  });

  it("spreads the bytes of a seed evenly", () => {
    const counts = new Array(256).fill(0);
    for (const byte of Buffer.from(bytesOf({ seed: 5 }, 100_000)[0] as string, "hex"))
      counts[byte]++;
    expect(Math.min(...counts)).toBeGreaterThan(300);
    expect(Math.max(...counts)).toBeLessThan(490);
  });

  it("is refused for more than 16 MiB, which nothing could stop", () => {
    const world = new World();
    world.wasi.bind(new WebAssembly.Memory({ initial: 257 }));
    expect(world.call("random_get", 0, 2 ** 24)).toBe("ESUCCESS");
    expect(world.call("random_get", 0, 2 ** 24 + 1)).toBe("EINVAL");
  });
});
