import { isolate } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import { type WasmModuleOptions, wasm, wasmModule } from "../../src/index.ts";
import { signatures } from "../../src/wasi/abi/signatures.ts";
import { assemble } from "../assemble.ts";

const guard = isolate([wasm()]);
const WASI = "wasi_snapshot_preview1";

function opening(text: string, options: WasmModuleOptions) {
  return () => guard.openSync(wasmModule(assemble(text), options)).dispose();
}

const wide = (name: string) => `(import "${WASI}" "${name}" (func (param i64) (result i64)))`;

describe("a module that imports a function of WASI", () => {
  it("by another type is refused when it is opened, with all that are so, and what they are", () => {
    const text = `(module ${wide("fd_write")} ${wide("fd_close")})`;
    expect(opening(text, { wasi: {} })).toThrow(
      expect.objectContaining({
        code: "ERR_WASM_IMPORT",
        message: [
          "Expected every import of wasm module to be granted, got 2 that are not:",
          `  ${WASI}.fd_write: wrong signature: (i64) -> i64, not (i32, i32, i32, i32) -> i32; correct the import`,
          `  ${WASI}.fd_close: wrong signature: (i64) -> i64, not (i32) -> i32; correct the import`,
        ].join("\n"),
      }),
    );
  });

  it("without its result, or with one that it has not, is refused", () => {
    const without = `(module (import "${WASI}" "fd_close" (func (param i32))))`;
    const more = `(module (import "${WASI}" "proc_exit" (func (param i32) (result i32))))`;
    for (const text of [without, more]) {
      expect(opening(text, { wasi: {} })).toThrow("wrong signature");
    }
  });

  it.each(Object.entries(signatures))("%s by its own type is opened", (name, letters) => {
    const types = [...letters].map((letter) => (letter === "I" ? "i64" : "i32"));
    const parameters = types.length > 0 ? `(param ${types.join(" ")})` : "";
    const result = name === "proc_exit" ? "" : "(result i32)";
    opening(`(module (import "${WASI}" "${name}" (func ${parameters} ${result})))`, { wasi: {} })();
  });

  it("which the host has granted itself is the host's business: nobody knows its type", () => {
    const imports = { [WASI]: { fd_write: (value: bigint) => value } };
    opening(`(module ${wide("fd_write")})`, { wasi: {}, imports })();
    expect(
      opening(`(module ${wide("fd_write")} ${wide("fd_close")})`, { wasi: {}, imports }),
    ).toThrow(/got 1 that is not:\n.*fd_close: wrong signature/);
  });

  it("that WASI does not have is one that was not granted", () => {
    const imports = { [WASI]: {} };
    const message = /fd_dance: a function; give/;
    expect(opening(`(module ${wide("fd_dance")})`, { wasi: {}, imports })).toThrow(message);
  });
});
