import { fail } from "@cofferdam/core";
import type { Manifest } from "../metering/index.js";
import { signatureText } from "../program/signature-text.js";

/**
 * The guest ABI, by which bytes cross: what a module exports, beside its memory, so that `invoke` can call it.
 *
 * ```
 *   alloc(length: i32) -> i32                      where the host may write a request of that length
 *   dispatch(pointer: i32, length: i32) -> i64     answers it: pointer << 32 | length of the reply, in its memory
 *   take_outcome() -> i32                          asked after each reply. 0: it is one; 1: it is the text of an error
 *   yield(pointer: i32, length: i32) -> i64        as dispatch: called by a function of the host that dispatch has called
 * ```
 *
 * The last two may be left out.
 */
const signatures: Readonly<Record<string, { signature: string; isOptional?: true }>> = {
  alloc: { signature: "i:i" },
  dispatch: { signature: "ii:I" },
  take_outcome: { signature: ":i", isOptional: true },
  yield: { signature: "ii:I", isOptional: true },
};

/** @throws ERR_WASM_ABI with all that is missing or other than it has to be */
export function checkAbi(name: string, { exports, memories }: Manifest): void {
  const problems = Object.entries(signatures).flatMap(([symbol, { signature, isOptional }]) => {
    const found = exports.find((each) => each.name === symbol);
    if (found === undefined) return isOptional ? [] : [`${symbol} is not exported`];
    if (found.kind !== "function") return [`${symbol} is a ${found.kind}`];
    if (found.signature === signature) return [];
    return [
      `${symbol} is ${signatureText(String(found.signature))}, not ${signatureText(signature)}`,
    ];
  });
  if (memories.length === 0) problems.push("it has no memory");
  if (problems.length === 0) return;
  throw fail(
    "ERR_WASM_ABI",
    `Expected ${name} to speak the guest ABI (alloc, dispatch), got one where ${problems.join(", ")}. ` +
      "Call its exports instead.",
  );
}
