import { checkKeys, fail, show } from "@cofferdam/core";
import type { AuditLevel } from "./event.js";
import { LEVELS } from "./level.js";

/** What becomes of an event for which the queue has no room, or that cannot be written. */
export type OnFull = "drop-and-count" | "block" | "refuse";

const ON_FULL = ["drop-and-count", "block", "refuse"] as const satisfies readonly OnFull[];

export interface AuditOptions {
  /** Where the lines go. Omitted: only to those that listen to `cofferdam:audit`. */
  readonly file?: string;
  /** The least important events that are kept. Default "info". */
  readonly level?: AuditLevel;
  /**
   * "drop-and-count" (default): the event is dropped, and the next line says how many were. "block": some of the queue is
   * written there and then; if that cannot be done, as "refuse". "refuse": `record` throws ERR_AUDIT_FULL.
   */
  readonly onFull?: OnFull;
  /** Events that may wait to be written. Default 10,000. */
  readonly queue?: number;
  /** Bytes at which a new file is begun. Default 64 MiB; 0: never. */
  readonly rotate?: number;
  /** Files that are kept besides the one that is written. Default 5. */
  readonly keep?: number;
  /** What is left out: paths of fields such as `details.env.*`, or `value:` and a pattern of a text. */
  readonly redact?: readonly string[];
}

/** With every default. */
export type AuditSettings = Required<Omit<AuditOptions, "file">> & Pick<AuditOptions, "file">;

const DEFAULTS: Omit<AuditSettings, "file"> = {
  level: "info",
  onFull: "drop-and-count",
  queue: 10_000,
  rotate: 64 * 1024 * 1024,
  keep: 5,
  redact: [],
};

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function settingsOf(options: AuditOptions): AuditSettings {
  checkKeys(options, ["file", ...Object.keys(DEFAULTS)], "openAuditLog");
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const settings: AuditSettings = { ...DEFAULTS, ...Object.fromEntries(given) };
  const { file, level, onFull, queue, rotate, keep, redact } = settings;
  check("file", file, "a path", file === undefined || isText(file));
  check("level", level, `one of ${LEVELS.join(", ")}`, LEVELS.includes(level));
  check("onFull", onFull, `one of ${ON_FULL.join(", ")}`, ON_FULL.includes(onFull));
  check("queue", queue, "a whole number, 1 to 1000000", isWhole(queue, 1, 1_000_000));
  check("rotate", rotate, "bytes, 0 for never", isWhole(rotate, 0, Number.MAX_SAFE_INTEGER));
  check("keep", keep, "a whole number, 1 to 1000", isWhole(keep, 1, 1000));
  check("redact", redact, "a list of patterns", Array.isArray(redact) && redact.every(isText));
  return Object.freeze({ ...settings, redact: Object.freeze([...redact]) });
}

function check(name: string, value: unknown, expected: string, isRight: boolean): void {
  if (isRight) return;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected ${expected} for \`${name}\`, got ${show(value)}. Leave it out for the default.`,
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}
