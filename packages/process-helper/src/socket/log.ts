/** What the helper says of its work: one JSON line each, on standard error. */
import { writeSync } from "node:fs";

export const levels = ["error", "warn", "info", "debug"] as const;
export type Level = (typeof levels)[number];

export function isLevel(text: string): text is Level {
  return (levels as readonly string[]).includes(text);
}

export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

export class Log {
  readonly #most: number;
  readonly #write: (line: string) => void;

  constructor(level: Level, write: (line: string) => void = toStandardError) {
    this.#most = levels.indexOf(level);
    this.#write = write;
  }

  /** Is something of this level told at all? */
  tells(level: Level): boolean {
    return levels.indexOf(level) <= this.#most;
  }

  say(level: Level, event: string, details: Details = {}): void {
    if (!this.tells(level)) return;
    const time = new Date().toISOString();
    this.#write(`${JSON.stringify({ time, level, event, ...details })}\n`);
  }
}

/** At once and from any thread: what is said before a library ends the process is said. */
function toStandardError(line: string): void {
  const bytes = Buffer.from(line);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(STANDARD_ERROR, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return; // nobody reads it
      Atomics.wait(nothing, 0, 0, 1);
    }
  }
}

const STANDARD_ERROR = 2;
const nothing = new Int32Array(new SharedArrayBuffer(4));
