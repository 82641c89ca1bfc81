import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "@bytecodealliance/jco";
import { isolate } from "@cofferdam/core";
import { buildComponents, componentPath } from "@cofferdam/testing/wasm/components/build.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { component } from "../../src/components/index.ts";
import { findJco } from "../../src/components/transpile/find-jco.ts";
import { transpile } from "../../src/components/transpile/transpile.ts";
import { wasm } from "../../src/index.ts";
import { hosts } from "./open.ts";

beforeAll(() => buildComponents());

const guard = isolate([wasm()]);
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("a component under the options of its layer", () => {
  const grants = { imports: hosts.villain, wasi: {} };

  it("is refused where they are for a worker, or have it lend what the layer lends", async () => {
    const villain = component(componentPath("villain"), { ...grants, wasi: { env: { A: "1" } } });
    await expect(isolate([wasm({ worker: true })]).open(villain)).rejects.toThrow(
      refusal("ERR_LAYER_NOT_PORTABLE", /to a worker/),
    );
    await expect(isolate([wasm({ wasi: {} })]).open(villain)).rejects.toThrow(
      refusal("ERR_POLICY_DENIED", /got A/),
    );
  });

  it("is one of its instances, until it is disposed", async () => {
    const few = isolate([wasm({ limits: { instances: 1 } })]);
    const villain = () => few.open(component(componentPath("villain"), grants));
    const first = await villain();
    await expect(villain()).rejects.toThrow(refusal("ERR_WASM_LIMIT", /at most 1 instances/));
    first.dispose();
    (await villain()).dispose();
  });
});

describe("a function of the host that a component calls", () => {
  it("is refused a promise, and calls the guest no deeper than there is stack", async () => {
    let give: () => unknown = async () => 1;
    const imports = { "example:villain/host": { give: () => give() } };
    const guest = await isolate([wasm({ afterFault: "continue" })]).open(
      component(componentPath("villain"), { imports, wasi: {} }),
    );
    const dive = guest.exports.dive as (depth: number) => unknown;
    expect(() => dive(1)).toThrow(refusal("ERR_WASM_SUSPEND", /returned a promise/));
    give = () => dive(1);
    expect(() => dive(1)).toThrow(refusal("ERR_ISOLATION_STACK_OVERFLOW", /overflowed/));
    give = () => 1;
    expect(dive(1)).toBe(1);
    guest.dispose();
  });
});

describe("isolate([wasm()]).open(component(…))", () => {
  it("refuses what was not granted, all of it at once", async () => {
    const opening = guard.open(component(componentPath("villain")));
    await expect(opening).rejects.toThrow(
      refusal(
        "ERR_WASM_IMPORT",
        /example:villain\/host\.give; give `imports: \{ "example:villain\/host": \{ give: … \} \}`/,
      ),
    );
    await expect(opening).rejects.toThrow(
      refusal("ERR_WASM_IMPORT", /wasi:filesystem\/types\.Descriptor; give `wasi: \{\}`/),
    );
  });

  it("refuses a function of the world's own that was not granted", async () => {
    const { note: _, ...imports } = hosts.greeter;
    await expect(guard.open(component(componentPath("greeter"), { imports }))).rejects.toThrow(
      refusal("ERR_WASM_IMPORT", /got 1 that is not:\n {2}note; give/),
    );
  });

  it.each(["wasi:sockets/tcp-create-socket@0.2.0", "wasi:http/types@0.2.0"])(
    "does not grant %s with WASI, and says so",
    async (name) => {
      const bytes = await parse(`(component
        (import "${name}" (instance $i (export "go" (func))))
        (core func $go (canon lower (func $i "go")))
        (core module $m (import "x" "go" (func $go)) (func (export "run") (call $go)))
        (core instance $x (export "go" (func $go)))
        (core instance $j (instantiate $m (with "x" (instance $x))))
        (func (export "run") (canon lift (core func $j "run"))))`);
      await expect(guard.open(component(bytes, { wasi: {} }))).rejects.toThrow(
        refusal("ERR_WASM_IMPORT", /wasi:.*\.go; `wasi` does not grant it; give `imports/),
      );
      let went = 0;
      const imports = { [name.replace(/@.*/, "")]: { go: () => ++went } };
      const { exports } = await guard.open(component(bytes, { imports }));
      exports.run();
      expect(went).toBe(1);
    },
  );

  it("refuses a module, and says how it is opened", async () => {
    const module = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    await expect(guard.open(component(module))).rejects.toThrow(
      refusal("ERR_WASM_INVALID", /it is a module; open it with wasmModule\(\)/),
    );
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["text", new TextEncoder().encode("a component")],
    ["a header that lies", new Uint8Array([0, 0x61, 0x73, 0x6d, 13, 0, 1, 0, 1, 2, 3])],
  ])("refuses %s", async (_, bytes) => {
    await expect(guard.open(component(bytes))).rejects.toThrow(
      refusal("ERR_WASM_INVALID", /Cannot run wasm component as a component/),
    );
  });

  it("refuses any component that was cut off, and goes on", async () => {
    const bytes = readFileSync(componentPath("greeter"));
    for (const length of [9, 100, 5000, bytes.length - 1]) {
      await expect(guard.open(component(bytes.subarray(0, length)))).rejects.toThrow(
        refusal("ERR_WASM_INVALID", /Cannot run wasm component/),
      );
    }
  });

  it("refuses what is asynchronous: calls that go on later are not limited", async () => {
    const bytes = await parse(`(component
      (core module $m (func (export "run")))
      (core instance $i (instantiate $m))
      (func (export "run") async (canon lift (core func $i "run"))))`);
    await expect(guard.open(component(bytes))).rejects.toThrow(
      refusal("ERR_WASM_INVALID", /asynchronous exports .* Build it for WASI 0\.2/),
    );
  });

  it("refuses a component that is larger than it may be", async () => {
    const small = isolate([wasm({ limits: { moduleSize: 1000 } })]);
    await expect(small.open(component(componentPath("greeter")))).rejects.toThrow(
      refusal("ERR_WASM_INVALID", /at most 1000 bytes/),
    );
  });

  it("refuses a file that is not there", async () => {
    await expect(guard.open(component("/nowhere.wasm"))).rejects.toThrow(
      expect.objectContaining({ code: "ERR_WASM_NOT_FOUND" }),
    );
  });

  it("refuses to open at once", () => {
    expect(() => guard.openSync(component(componentPath("greeter")))).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_PROMISE_IN_SYNC" }),
    );
  });

  it("refuses options that make no sense", () => {
    const odd = (options: object) => () => component("x.wasm", options);
    expect(odd({ import: {} })).toThrow(expect.objectContaining({ code: "ERR_OPTION_RANGE" }));
    expect(odd({ imports: { host: 5 } })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_TYPE" }),
    );
    expect(() => component(5 as never)).toThrow(refusal("ERR_OPTION_TYPE", /component\(source\)/));
  });
});

describe("transpile(name, bytes, ms)", () => {
  it("ends jco when it takes longer than it may", async () => {
    const bytes = readFileSync(componentPath("traveller"));
    await expect(transpile("traveller", bytes, 1)).rejects.toThrow(
      refusal("ERR_WASM_INVALID", /traveller as a component: jco took longer than 1 ms/),
    );
    expect((await transpile("traveller", bytes)).cores.size).toBeGreaterThan(2);
  });
});

describe("findJco(from)", () => {
  it("finds the jco that is installed beside this package", () => {
    expect(findJco()).toMatch(/^file:.*jco/);
  });

  it("says what to install where there is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "cofferdam-no-jco-"));
    writeFileSync(join(folder, "package.json"), "{}");
    try {
      expect(() => findJco(join(folder, "index.js"))).toThrow(
        refusal("ERR_WASM_COMPONENTS", /npm install @bytecodealliance\/jco/),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
