/** The bytes are not a WebAssembly module that can be metered. */
export class InvalidModuleError extends Error {
  readonly code = "ERR_WASM_INVALID";
  /** Byte offset in the module. */
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(`${what} at byte ${offset} of the module`);
    this.offset = offset;
  }

  override get name(): string {
    return "InvalidModuleError";
  }
}
