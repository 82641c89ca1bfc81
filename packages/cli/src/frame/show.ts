import { pageFor } from "../text/page.js";
import { visibleInQuotes } from "../text/visible.js";
import type { Answer } from "./answer.js";
import { usesColors } from "./colors.js";
import { exitCodes } from "./exit-codes.js";
import { type Failure, failureOf } from "./failure.js";
import type { GlobalOptions } from "./global-options.js";

/** @param command `policy check` */
export function show(answer: Answer, command: string, { json, color }: GlobalOptions): void {
  const { ok, document } = answer;
  process.exitCode = ok ? exitCodes.fine : exitCodes.no;
  const { stdout } = process;
  if (json) writeDocument({ command, ok, ...document });
  else stdout.write(answer.text(pageFor(stdout, usesColors(color, stdout))));
}

/** One message on stderr; where a document was asked for, it is on stdout, too. */
export function showFailure(error: unknown, { json = false, command = "" }): void {
  const { exitCode, message, code, wasTold } = failureOf(error);
  process.exitCode = exitCode;
  if (!wasTold) process.stderr.write(`cofferdam: ${message}\n`);
  if (json && exitCode !== exitCodes.fine) {
    writeDocument({ command, ok: false, error: { code, message } satisfies Partial<Failure> });
  }
}

function writeDocument(document: object): void {
  process.stdout.write(`${visibleInQuotes(JSON.stringify(document, null, 2))}\n`);
}
