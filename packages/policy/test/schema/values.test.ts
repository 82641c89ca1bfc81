import { describe, expectTypeOf, it } from "vitest";
import type {
  HttpGrant,
  LibraryManifest,
  PolicyDefaults,
  PolicyInput,
  PolicyValues,
  ProcessLimits,
  Waiver,
  WasmDirectory,
  WasmManifest,
} from "../../src/schema/values.ts";

describe("PolicyValues", () => {
  it("has the type of each key once it is checked, and may lack any of them", () => {
    expectTypeOf<PolicyValues["extends"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ProcessLimits["memory"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<ProcessLimits["read"]>().toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf<ProcessLimits["on_violation"]>().toEqualTypeOf<"fault" | "refuse" | undefined>();
    expectTypeOf<LibraryManifest["sha256"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<PolicyValues["unsafe_unenforced"]>().toEqualTypeOf<
      readonly Waiver[] | undefined
    >();
    expectTypeOf<NonNullable<WasmManifest["dirs"]>[number]>().toEqualTypeOf<WasmDirectory>();
  });

  it("has what a table makes no sense without", () => {
    expectTypeOf<Waiver>().toEqualTypeOf<{ readonly key: string; readonly because: string }>();
    expectTypeOf<HttpGrant["allow"]>().toEqualTypeOf<readonly string[]>();
    expectTypeOf<WasmDirectory["host"]>().toEqualTypeOf<string>();
  });

  it("may be given where values may be written", () => {
    expectTypeOf<PolicyValues>().toExtend<PolicyInput>();
    expectTypeOf<{ stack: { size: "64KiB" } }>().toExtend<PolicyInput>();
    expectTypeOf<{ stack: { size: true } }>().not.toExtend<PolicyInput>();
    expectTypeOf<{ ffi: { call_timeout: undefined } }>().toExtend<PolicyInput>();
  });
});

describe("PolicyDefaults", () => {
  it("has the keys that have defaults, and no others", () => {
    expectTypeOf<PolicyDefaults["ffi"]["call_timeout"]>().toEqualTypeOf<number>();
    expectTypeOf<keyof PolicyDefaults["signals"]>().toEqualTypeOf<"after_fault">();
    expectTypeOf<keyof PolicyDefaults>().toEqualTypeOf<
      "ffi" | "stack" | "signals" | "memory" | "addons" | "wasm" | "audit"
    >();
    expectTypeOf<keyof PolicyDefaults["ffi"]>().toEqualTypeOf<
      "enabled" | "call_timeout" | "sandbox" | "pool"
    >();
  });
});
