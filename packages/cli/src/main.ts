import { endQuietlyWithReader } from "./frame/output.js";
import { showFailure } from "./frame/show.js";
import { createProgram } from "./program.js";

/** @param args without Node and the program. Ends with `process.exitCode` set. */
export async function main(args: readonly string[]): Promise<void> {
  endQuietlyWithReader();
  const program = createProgram();
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    showFailure(error, { json: args.includes("--json"), command: program.named(args).path });
  }
}
