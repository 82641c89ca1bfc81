import { Resource, type Resources } from "./resource.js";

/** wasi:io/error: why a stream did not do it. */
export class IoError extends Resource {
  readonly #code: string;

  /** @param code an error-code of wasi:filesystem/types */
  constructor(resources: Resources, code: string) {
    super(resources);
    this.#code = code;
  }

  get code(): string {
    return this.#code;
  }

  toDebugString(): string {
    return this.#code;
  }
}
