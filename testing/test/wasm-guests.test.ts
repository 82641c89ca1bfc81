/** The honest WebAssembly guests on V8 as it is: or what the layers make of them would prove nothing. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { runChild } from "../child.ts";
import { nodes } from "../nodes/find.mjs";
import { buildWasmGuests } from "../wasm/build.mjs";
import { missingFeatures } from "../wasm/features.mjs";
import { type HonestGuest, honestGuests, type Value } from "../wasm/honest.mjs";
import { wasmPath } from "../wasm/paths.mjs";

// biome-ignore lint/suspicious/noExplicitAny: whatever a module exports
type Exports = Record<string, any>;

/** More than the slowest compiler takes on a busy machine. */
const BUILD_MS = 600_000;

const HONEST = new URL("../wasm/raw/honest.mjs", import.meta.url);

beforeAll(buildWasmGuests, BUILD_MS);

describe("honestGuests", () => {
  for (const guest of honestGuests.filter(({ linking }) => linking !== "command")) {
    const missing = missingFeatures(guest.needs);
    const claim = `computes what the table says in a guest that ${guest.title} (${guest.name})`;
    if (missing.length > 0) {
      it.skip(`${claim}: this V8 has no ${missing.join(", ")}`);
    } else {
      it(claim, () => {
        const exports = instantiate(guest);
        for (const call of guest.calls) {
          expect(exports[call.export](...call.args), call.export).toEqual(call.value);
        }
      });
    }
  }
});

describe("honestGuests, on other Nodes", () => {
  for (const { major, path, missing } of nodes().filter(({ path }) => path !== process.execPath)) {
    const claim = `compute what the table says on Node ${major}`;
    if (!path) {
      it.skip(`${claim}: ${missing}`);
    } else {
      it(claim, async () => {
        const child = await runChild(HONEST, { node: path });
        expect(child.report()).toMatchObject({ wrong: [] });
      });
    }
  }
});

describe("buffers of the kernels", () => {
  const text = Buffer.from("Grüße, 1234567890 ".repeat(99));

  it("hold what sha256 is to hash", () => {
    const exports = withInput("sha256", text);
    const digest = bytesAt(exports, exports.sha256(text.length), 32);
    expect(digest.toString("hex")).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it("hold what crc32 is to check", () => {
    const exports = withInput("crc32", text);
    expect(exports.crc32(text.length) >>> 0).toBe(crc32(text));
  });

  it("hold what base64 is to encode", () => {
    const exports = withInput("base64", text);
    const encoded = bytesAt(exports, exports.output(), exports.encode(text.length));
    expect(encoded.toString()).toBe(text.toString("base64"));
  });

  it("hold what json is to parse, and what it wrote", () => {
    const value = { a: [1, -2, { b: 'x\n"y"' }], c: null, d: [true, false, {}, []] };
    const source = Buffer.from(JSON.stringify(value, undefined, 2));
    const exports = withInput("json", source);
    const written = bytesAt(exports, exports.output(), exports.roundtrip(source.length));
    expect(written.toString()).toBe(JSON.stringify(value));
  });

  it("hold the equations that matrix is to solve", () => {
    const exports = instantiate(named("matrix"));
    const rows = new Float64Array(exports.memory.buffer, exports.equations(), 6);
    rows.set([2, 1, 5, 1, -1, 1]); // 2x + y = 5, x - y = 1
    exports.solve(2);
    expect([rows[2], rows[5]]).toEqual([2, 1]);
  });
});

describe("the plugin ABI", () => {
  it.each([
    { request: "eecho me", outcome: 0, reply: "echo me" },
    { request: "rabc", outcome: 0, reply: "cba" },
    { request: "vhello world", outcome: 0, reply: "\x03\0\0\0" },
    { request: "hask the host", outcome: 0, reply: "ASK THE HOST" },
    { request: "?", outcome: 1, reply: "an unknown request" },
  ])("answers $request", ({ request, outcome, reply }) => {
    const exports = instantiate(named("plugin"));
    expect(exchange(exports, Buffer.from(request))).toEqual({ outcome, reply });
    expect(exports.take_outcome()).toBe(0);
  });

  it("grows its buffers for a long request", () => {
    const long = "x".repeat(100_000);
    expect(exchange(instantiate(named("plugin")), Buffer.from(`e${long}`)).reply).toBe(long);
  });
});

function named(name: string): HonestGuest {
  const found = honestGuests.find((guest) => guest.name === name);
  if (!found) throw new Error(`There is no guest ${name}`);
  return found;
}

function instantiate({ name, imports }: HonestGuest): Exports {
  const exports: Exports = {};
  const call = (callee: string, ...args: readonly Value[]) => exports[callee](...args);
  const memory = () => exports.memory.buffer as ArrayBuffer;
  const module = new WebAssembly.Module(readFileSync(wasmPath(name)));
  const instance = new WebAssembly.Instance(module, {
    wasi_snapshot_preview1: neverCalled(module),
    ...imports?.({ call, memory }),
  });
  Object.assign(exports, instance.exports);
  exports._initialize?.();
  return exports;
}

/** For guests that import WASI and have no need for it. */
function neverCalled(module: WebAssembly.Module): Record<string, () => never> {
  const names = WebAssembly.Module.imports(module).map(({ name }) => name);
  const fail = (name: string) => () => {
    throw new Error(`${name} was called`);
  };
  return Object.fromEntries(names.map((name) => [name, fail(name)]));
}

function withInput(name: string, bytes: Buffer): Exports {
  const exports = instantiate(named(name));
  expect(exports.input_size()).toBeGreaterThan(bytes.length);
  new Uint8Array(exports.memory.buffer).set(bytes, exports.input());
  return exports;
}

function exchange(exports: Exports, request: Buffer): { outcome: number; reply: string } {
  const at = exports.alloc(request.length);
  new Uint8Array(exports.memory.buffer).set(request, at);
  const packed = BigInt.asUintN(64, exports.dispatch(at, request.length));
  const reply = bytesAt(exports, Number(packed >> 32n), Number(packed & 0xffff_ffffn));
  return { outcome: exports.take_outcome(), reply: reply.toString() };
}

function bytesAt({ memory }: Exports, at: number, length: number): Buffer {
  return Buffer.from(memory.buffer, at, length);
}
