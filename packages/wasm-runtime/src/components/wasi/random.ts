import { Violation } from "../../faults/guest-fault.js";
import { MAX_RANDOM_BYTES } from "../../wasi/limits.js";
import type { ComponentSystem } from "./system.js";

/** wasi:random: all three from the one source that there is. */
export function randomInterfaces({ random }: ComponentSystem) {
  return {
    "wasi:random/random": { getRandomBytes: bytes, getRandomU64: number },
    "wasi:random/insecure": { getInsecureRandomBytes: bytes, getInsecureRandomU64: number },
    "wasi:random/insecure-seed": { insecureSeed: () => [number(), number()] },
  };

  function bytes(length: bigint): Uint8Array {
    if (length > BigInt(MAX_RANDOM_BYTES)) {
      throw new Violation("read", `${length} random bytes`, `at most ${MAX_RANDOM_BYTES}`);
    }
    const filled = new Uint8Array(Number(length));
    random.fill(filled);
    return filled;
  }

  function number(): bigint {
    return new DataView(bytes(8n).buffer).getBigUint64(0, true);
  }
}
