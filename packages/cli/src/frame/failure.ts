import { getSystemErrorMap, inspect } from "node:util";
import { CommanderError } from "commander";
import { visibleLines } from "../text/visible.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";

/** Why there is no answer. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** Of the error; "ERR_COFFERDAM" where it has none: a mistake of ours. */
  readonly code: string;
  readonly message: string;
  /** commander has written it, to where it belongs. */
  readonly wasTold: boolean;
}

/** Codes of errors that are answers. */
const answersNo = new Set([
  "ERR_POLICY_INVALID",
  "ERR_POLICY_DENIED",
  "ERR_POLICY_UNENFORCED",
  "ERR_POLICY_SIGNATURE",
  "ERR_POLICY_LOCK",
]);
/** `problem` of errors with one of these codes: no answer either, as a file cannot be used. */
const unusable = new Set(["key", "file", "lock"]);
/** Codes of errors that are about what was typed. */
const wrongUsage = new Set(["ERR_OPTION_TYPE", "ERR_OPTION_RANGE"]);

export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return usageFailure(error);
  const code = codeOf(error);
  return { exitCode: exitCodeOf(code, error), code, message: textOf(error), wasTold: false };
}

function usageFailure({ exitCode, code, message }: CommanderError): Failure {
  return {
    exitCode: exitCode === 0 ? exitCodes.fine : exitCodes.usage,
    code: code.startsWith("commander.") ? "ERR_USAGE" : code,
    message: message.replace(/^error: /, "").replace(/^\(outputHelp\)$/, "expected a command"),
    wasTold: true,
  };
}

function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === "string" ? code : "ERR_COFFERDAM";
}

function exitCodeOf(code: string, error: unknown): ExitCode {
  const { problem } = Object(error) as { problem?: unknown };
  if (answersNo.has(code)) return unusable.has(String(problem)) ? exitCodes.cannot : exitCodes.no;
  return wrongUsage.has(code) ? exitCodes.usage : exitCodes.cannot;
}

function textOf(error: unknown): string {
  if (process.env.COFFERDAM_DEBUG) return inspect(error);
  if (!(error instanceof Error)) return visibleLines(String(error));
  return visibleLines(systemText(error) ?? error.message);
}

/** `audit.jsonl: no such file or directory`, instead of what the system call was. */
function systemText({ errno, path }: NodeJS.ErrnoException): string | undefined {
  const [, text] = (errno !== undefined && getSystemErrorMap().get(errno)) || [];
  return text === undefined || path === undefined ? undefined : `${path}: ${text}`;
}
