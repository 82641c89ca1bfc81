/** The bytes are not a module that can be metered, or may be: `refused` tells the two apart. */
export class InvalidModuleError extends Error {
  readonly code: "ERR_WASM_INVALID" | "ERR_WASM_REFUSED";
  /** Byte offset in the module. */
  readonly offset: number;

  constructor(what: string, offset: number, refused = false) {
    super(`${what} (at byte ${offset} of the module)`);
    this.code = refused ? "ERR_WASM_REFUSED" : "ERR_WASM_INVALID";
    this.offset = offset;
  }

  override get name(): string {
    return "InvalidModuleError";
  }
}
