import { memory } from "@cofferdam/memory";
import { processHelper } from "@cofferdam/process-helper";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";
import { mechanismsOf } from "../../src/plan/mechanism.ts";
import { keyRows } from "../../src/schema/lookup.ts";
import { policyOf } from "../policies.ts";

const enabled = "[ffi]\nenabled = true\n";

/** What enforces each key: `key: layer (strength)`. */
async function planned(text: string, factories: object) {
  const { rows } = (await policyOf(text)).plan(factories);
  return rows.map(
    ({ key, by }) => `${key}: ${by === null ? "nothing" : `${by.layer} (${by.strength})`}`,
  );
}

describe("policy.plan(factories)", () => {
  it("has the kernel enforce with a helper what the gate does without", async () => {
    const text = `${enabled}call_timeout = 100\n`;
    expect(await planned(text, { processHelper, deadline })).toContain(
      "ffi.call_timeout: processHelper (kernel)",
    );
    expect(await planned(text, { deadline })).toContain("ffi.call_timeout: deadline (gate)");
    expect(await planned(text, {})).toContain("ffi.call_timeout: nothing");
  });

  it("says what proved it on this machine", async () => {
    const { rows } = (await policyOf(`${enabled}[ffi.sandbox.process]\nnetwork = false\n`)).plan({
      processHelper,
    });
    const row = rows.find(({ key }) => key.endsWith("network"));
    expect(row?.by?.proof).toMatch(/^the launcher applied (seccomp|namespaces-net) in a trial$/);
  });

  it("has nothing confine a library that is promoted, until its first fault", async () => {
    const text = `${enabled}call_timeout = 100\n[ffi.sandbox.process]\nnetwork = false\n[signals]\nafter_fault = "promote"\n`;
    const rows = await planned(text, { processHelper, signals, deadline });
    expect(rows).toContain("ffi.sandbox.process.network: nothing");
    expect(rows).toContain("ffi.call_timeout: deadline (gate)");
  });

  it("has the layer wasm lend directories and variables, and nobody yet lend servers and stores", async () => {
    const module = 'wasm.modules."a.wasm"';
    const text = `[${module}]\ndirs = [{ guest = "/data", host = "./data" }]\nenv = ["LANG"]\nkv = { namespace = "a" }\n`;
    const wasm = () => ({ name: "wasm" });
    const rows = await planned(text, { wasm });
    expect(rows).toContain(`${module}.dirs: wasm (engine)`);
    expect(rows).toContain(`${module}.env: wasm (engine)`);
    expect(rows).toContain(`${module}.kv.namespace: nothing`);
    expect(await planned(text, {})).toContain(`${module}.dirs: nothing`);
  });

  it("says what a machine lacks, as the launcher tells it", async () => {
    const lacking = (piece: string) => ({ piece, applied: false, reason: "no such kernel" });
    const details = { confinement: ["seccomp", "namespaces-net"].map(lacking) };
    const layer = { name: "process-helper", probe: () => ({ supported: true as const, details }) };
    const policy = await policyOf(`${enabled}[ffi.sandbox.process]\nnetwork = false\n`);
    const [row] = policy.plan({ processHelper: () => layer }).unenforced;
    expect(row).toMatchObject({
      missing: "seccomp or namespaces-net is missing here: no such kernel",
    });
  });

  it("has the defaults that a reader relies on, too", async () => {
    expect(await planned(enabled, {})).toContain("ffi.call_timeout: nothing");
  });

  it("asks nothing of limits that are none", async () => {
    expect(await planned(`${enabled}call_timeout = 0\n`, {})).toEqual([
      "ffi.enabled: policy (gate)",
    ]);
  });

  it("confines nothing of a helper that is somebody else's program", async () => {
    const text = `${enabled}helper = "/bin/true"\n[ffi.sandbox.process]\nmemory = "1GiB"\non_violation = "fault"\n`;
    const { unenforced } = (await policyOf(text)).plan({ processHelper });
    const process = "ffi.sandbox.process";
    expect(unenforced.map(({ key }) => key)).toEqual([
      `${process}.memory`,
      `${process}.on_violation`,
    ]);
  });

  it("knows of every key what stands behind it, or that nothing has to", () => {
    const itself = /^(extends|lock|unsafe_\w+|audit\.)/; // how the policy itself works
    const unknown = keyRows()
      .filter(({ entry }) => entry.kind === "key")
      .map(({ path }) => path)
      .map((path) => path.filter((_name, index) => path[index - 1] !== "dirs")) // of a list: the list's
      .filter((path) => mechanismsOf(path) === undefined && !itself.test(path.join(".")));
    expect(unknown).toEqual([]);
  });
});

describe("policy.layers(factories)", () => {
  it("stacks the layers that there are factories for, the policy outermost", async () => {
    const policy = await policyOf(`${enabled}[memory]\nalign = 8\n`);
    const names = policy.layers({ memory, stack, deadline, signals }).map(({ name }) => name);
    expect(names).toEqual(["policy", "signals", "deadline", "stack", "memory"]);
    const moved = policy.layers({ memory, stack, signals, processHelper }).map(({ name }) => name);
    expect(moved).toEqual(["policy", "process-helper", "signals", "stack", "memory"]);
  });

  it("refuses a policy with all keys at once that nothing here enforces, each with its line", async () => {
    const text = `${enabled}[ffi.sandbox.process]\nmemory = "1GiB"\n[stack]\nsize = "64KiB"\n`;
    const policy = await policyOf(text);
    expect(() => policy.layers({ signals })).toThrow(
      expect.objectContaining({
        code: "ERR_POLICY_UNENFORCED",
        message: expect.stringMatching(
          /:4 ffi\.sandbox\.process\.memory: [\s\S]*:6 stack\.size: [\s\S]*ffi\.call_timeout \(default\)/,
        ),
      }),
    );
  });

  it("takes a key for known that the policy says is not enforced, of that document alone", async () => {
    const waiver =
      'unsafe_unenforced = [{ key = "stack.size", because = "no stacks on this platform" }]\n';
    const policy = await policyOf(`${waiver}[stack]\nsize = "64KiB"\n`);
    expect(policy.layers({})).toHaveLength(1);
    const [row] = policy.plan({}).rows;
    expect(row).toMatchObject({ by: null, because: "no stacks on this platform" });
    expect(() => policy.narrow({ stack: { size: "32KiB" } }).layers({})).toThrow(/stack\.size/);
  });

  it.each([
    [{ processhelper: processHelper }, /got `processhelper`/],
    [{ stack: stack() }, /Expected a layer's factory for `stack`/],
  ])("refuses what is no factory: %o", async (factories, message) => {
    const policy = await policyOf("");
    expect(() => policy.layers(factories as never)).toThrow(message);
  });
});
