/** A file's bytes are not what they should be. */
export class MalformedError extends Error {
  /** In the file. */
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(`${what} at byte ${offset}`);
    this.offset = offset;
  }

  override get name(): string {
    return "MalformedError";
  }
}
