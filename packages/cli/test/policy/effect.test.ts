import { describe, expect, it } from "vitest";
import { effectOf } from "../../src/policy/effect.ts";

describe("effectOf(path, before, after)", () => {
  it.each([
    ["a longer time", "ffi.call_timeout", 500, 1000, "wider"],
    ["no limit", "ffi.call_timeout", 1000, 0, "wider"],
    ["a limit where there was none", "ffi.sandbox.process.memory", 0, 2 ** 30, "narrower"],
    ["a limit of its own, or none", "ffi.libraries.x.memory", undefined, 2 ** 30, "different"],
    ["a library more", "ffi.sandbox.allowed_libs", ["a"], ["a", "b"], "wider"],
    ["a library less", "ffi.sandbox.allowed_libs", ["a", "b"], ["b"], "narrower"],
    ["another library", "ffi.sandbox.allowed_libs", ["a"], ["b"], "different"],
    ["another order", "ffi.sandbox.allowed_libs", ["a", "b"], ["b", "a"], "different"],
    ["symbols where all were allowed", "ffi.libraries.x.symbols", undefined, ["a"], "different"],
    ["the network", "ffi.sandbox.process.network", false, true, "wider"],
    ["the system's libraries", "ffi.sandbox.block_system_libs", true, false, "wider"],
    ["a piece more that is required", "ffi.sandbox.process.require", [], ["seccomp"], "narrower"],
    ["an addon more", "addons.modules.bcrypt", undefined, {}, "wider"],
    ["a script less", "scripts.x", {}, undefined, "narrower"],
    ["only auditing", "unsafe_audit_only", undefined, "trial", "wider"],
    ["another digest", "addons.modules.bcrypt.sha256", "a", "b", "different"],
    ["a setting", "stack.size", 1, 2, "different"],
  ] as const)("of %s (%s)", (_, path, before, after, effect) => {
    expect(effectOf(path.split("."), before, after)).toBe(effect);
  });
});
