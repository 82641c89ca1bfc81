/** What a child that runs probes tells of them: one JSON text a line, on a descriptor of its own. */
import type { Seen } from "./probe.js";

/** It begins; whatever becomes of the process now was this probe's doing. */
export interface Begun {
  readonly begun: string;
}

export interface Ended {
  readonly ended: string;
  readonly seen: Seen;
  readonly milliseconds: number;
  /** The layer's package is not there. */
  readonly missing: boolean;
}

export type Message = Begun | Ended;

export const MESSAGE_FD = 3;

export function encode(message: Message): string {
  return `${JSON.stringify(message)}\n`;
}

/** Of the lines that are whole; the rest comes back. */
export function decode(text: string): {
  readonly messages: readonly Message[];
  readonly rest: string;
} {
  const lines = text.split("\n");
  const rest = lines.pop() ?? "";
  return { messages: lines.map((line) => JSON.parse(line) as Message), rest };
}
