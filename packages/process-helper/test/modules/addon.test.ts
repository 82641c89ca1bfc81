// Addons: in the helper with the layers that are listed after processHelper().
import { addon } from "@cofferdam/addons";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { type HostedModule, processHelper } from "@cofferdam/process-helper";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";
import { compileAddon } from "../../../addons/test/run.ts";
import { rejection } from "./run.ts";

const from = new URL("../../../addons/test/run.ts", import.meta.url);

/** `addon` has the type of an addon in this process. */
// biome-ignore lint/suspicious/noExplicitAny: it is what the addon exports
type Hosted = HostedModule<any>;

async function open(specifier: string, layers: readonly IsolationLayer[]): Promise<Hosted> {
  const guard = isolate([processHelper(), ...layers]);
  return (await guard.open(addon(specifier, { from }))) as unknown as Hosted;
}

describe("addon(...) behind processHelper()", () => {
  it("is a package whose functions are called in the helper", async () => {
    using snappy = await open("snappy", []);
    const text = "the quick brown fox jumps over the lazy dog. ".repeat(1000);
    const packed = await snappy.exports.compress(text);
    expect(packed.length).toBeLessThan(text.length / 10);
    expect(await snappy.exports.uncompress(packed, { asBuffer: false })).toBe(text);
    await expect(snappy.exports.uncompress(Buffer.from("no"))).rejects.toThrow(/snappy/);
  });

  it("has its faults caught inside, where the helper goes on", async () => {
    const file = compileAddon("crimes.c");
    using guarded = await open(file, [signals(), stack()]);
    const [helper] = guarded.status().helper.helpers;
    const error = await rejection(guarded.exports.write_null());
    expect(error).toMatchObject({
      code: "ERR_ISOLATION_SIGNAL",
      layer: "signals",
      fault: { kind: "signal", name: "SIGSEGV" },
    });
    expect(guarded.status().helper.helpers[0]?.pid).toBe(helper?.pid);
    expect(await rejection(guarded.exports.write_null())).toMatchObject({
      code: "ERR_ISOLATION_QUARANTINED",
    });
    await guarded.reopen();
    expect(guarded.status().state).toBe("open");
  });

  it("ends its helper without them, and nothing else", async () => {
    using bare = await open(compileAddon("crimes.c"), []);
    expect(await rejection(bare.exports.write_null())).toMatchObject({
      code: "ERR_ISOLATION_EXIT",
      fault: { signal: "SIGSEGV" },
    });
  });
});
