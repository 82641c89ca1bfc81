import { addContract } from "./additions-of.js";
import { Writer } from "./binary/writer.js";
import { checkGuest } from "./check-guest.js";
import { checkValid } from "./check-valid.js";
import { FunctionEmitter } from "./code/emit-function.js";
import { survey } from "./code/survey.js";
import { type Manifest, manifestOf } from "./manifest.js";
import { readBranchHints } from "./module/branch-hints.js";
import { readModule } from "./module/read-module.js";
import { checkedOptions, type MeterOptions } from "./options.js";
import { writeModule } from "./write-module.js";

export interface Metered {
  /** The rewritten module. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the host has to know of it; JSON. */
  readonly manifest: Manifest;
}

/**
 * Rewrites a module so that its fuel, memory, tables and depth of calls can be limited: see contract.ts. What it computes
 * stays the same.
 *
 * @throws InvalidModuleError with the byte offset, for what is no module, has an unknown instruction, or is not allowed;
 *   RangeError or TypeError for options that make no sense
 */
export function meter(bytes: Uint8Array, options: MeterOptions = {}): Metered {
  const { mode, stack, allow, caps } = checkedOptions(options);
  const shape = readModule(bytes, caps);
  checkGuest(shape, allow);
  const found = survey(shape, caps, mode, stack ?? shape.importedFunctions > 0);
  checkValid(bytes);
  const { plan, exports } = addContract(shape, found, mode);
  const code = new Writer(bytes.length * 2);
  const hints = readBranchHints(shape);
  const emitter = new FunctionEmitter(plan, hints?.copied.bind(hints));
  for (const decoded of found.functions) {
    hints?.begin(shape.importedFunctions + decoded.index);
    const body = emitter.emit(decoded);
    code.u32(body.size);
    code.append(body);
  }
  return {
    bytes: writeModule(shape, plan.additions, exports, { code, hints }),
    manifest: manifestOf(shape, found, plan),
  };
}
