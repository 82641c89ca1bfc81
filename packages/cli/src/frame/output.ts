/** Where commander writes its help and its complaints. */
import type { OutputConfiguration } from "commander";
import { usesColors } from "./colors.js";
import type { GlobalOptions } from "./global-options.js";

interface Speaker {
  readonly path: string;
  optsWithGlobals(): Partial<GlobalOptions>;
}

/** @param command asked when something is written: by then its options have been read */
export function outputFor(command: Speaker): OutputConfiguration {
  const color = () => command.optsWithGlobals().color ?? "auto";
  return {
    getOutHasColors: () => usesColors(color(), process.stdout),
    getErrHasColors: () => usesColors(color(), process.stderr),
    outputError: (text, write) => {
      write(text.replace(/^error: /, "cofferdam: "));
      write(`Try \`${`cofferdam ${command.path}`.trim()} --help\`.\n`);
    },
  };
}

/** Who reads may have heard enough: `cofferdam doctor | head -1` is not an error. */
export function endQuietlyWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
  }
}
