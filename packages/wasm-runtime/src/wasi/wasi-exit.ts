/** The guest called `proc_exit`: an end, and no fault. */
export class WasiExit extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`the guest exited with code ${exitCode}`);
    this.exitCode = exitCode;
  }

  override get name(): string {
    return "WasiExit";
  }
}
