import { createHash } from "node:crypto";
import { transpile } from "./transpile.js";
import type { Transpiled } from "./transpiled.js";

/** What a target was turned to, when it was opened last: the same bytes are not given to jco again. */
export class Transpiling {
  #last: { readonly sha256: string; readonly made: Promise<Transpiled> } | undefined;

  /** @throws what `transpile` throws */
  async of(name: string, bytes: Uint8Array): Promise<Transpiled> {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (this.#last?.sha256 !== sha256) this.#last = { sha256, made: transpile(name, bytes) };
    const { made } = this.#last;
    try {
      return await made;
    } catch (error) {
      if (this.#last?.made === made) this.#last = undefined;
      throw error;
    }
  }
}
