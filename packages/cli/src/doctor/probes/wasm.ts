import { type Guard, isolate, outcome, type Target } from "@cofferdam/core";
import { no, type Probe, yes } from "../probe.js";
import { optional } from "./scene/optional.js";

/** Of @cofferdam/wasm-runtime: this package is installed without it. */
interface WasmRuntime {
  wasm(options: { limits: object; afterFault: "continue" }): Parameters<typeof isolate>[0][number];
  wasmModule(bytes: Uint8Array): Target<{
    readonly exports: { loop(): void; grow(): number; answer(): number };
    dispose(): void;
  }>;
}

/**
 * (module (memory 1)
 *   (func (export "loop") (loop (br 0)))
 *   (func (export "grow") (result i32) (memory.grow (i32.const 100)))
 *   (func (export "answer") (result i32) (i32.const 42)))
 */
const MODULE =
  "AGFzbQEAAAABCAJgAABgAAF/AwQDAAEBBQMBAAEHGAMEbG9vcAAABGdyb3cAAQZhbnN3ZXIAAgoWAwcAA0AMAAsLBwBB5ABAAAsEAEEqCw==";
const limits = { timeout: 100, memory: "1MiB" };

export const probe: Probe = async () => {
  const { wasm, wasmModule } = await optional<WasmRuntime>("@cofferdam/wasm-runtime");
  const guard: Guard = isolate([wasm({ limits, afterFault: "continue" })]);
  const guest = guard.openSync(wasmModule(Buffer.from(MODULE, "base64")));
  const ends = [guest.exports.loop, guest.exports.grow].map((call) => outcome(() => call()));
  const kinds = ends.map((end) => (end.ok ? "nothing" : end.fault.kind));
  const answer = guest.exports.answer();
  guest.dispose();
  if (kinds.join() !== "timeout,memory-limit") return no(`a loop and a growth ended in ${kinds}`);
  if (answer !== 42) return no("the next call was wrong");
  return yes("a loop was ended after 100 ms, and memory did not grow past its limit");
};
