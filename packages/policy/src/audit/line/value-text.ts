import { MAX_DEPTH, MAX_DETAILS, MAX_TEXT } from "../limits.js";
import { type Branch, below, isHidden, REDACTED, type Redaction } from "./redaction.js";

/** Everything but what JSON escapes or what is more than one byte. */
const NOT_PLAIN = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;

/** A text as JSON, cut where it is too long. */
export function textOf(text: string, redaction: Redaction): string {
  if (redaction.hides(text)) return REDACTED;
  return quoted(text.length > MAX_TEXT ? cut(text) : text);
}

function quoted(text: string): string {
  return NOT_PLAIN.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function cut(text: string): string {
  return `${text.slice(0, MAX_TEXT)}[cut: ${text.length - MAX_TEXT} more]`;
}

/** A number as JSON. */
export function numberOf(value: number): string {
  return Number.isFinite(value) ? `${value}` : "null";
}

/**
 * Any value as JSON, of bounded length: as `JSON.stringify` has it, but a BigInt is `"12n"`, bytes are their number, an error
 * is its message, and what cannot be read says so. Nothing is thrown.
 */
export class ValueText {
  readonly #redaction: Redaction;
  readonly #within: object[] = [];
  #left = MAX_DETAILS;

  constructor(redaction: Redaction) {
    this.#redaction = redaction;
  }

  /** undefined: as JSON, no text at all. */
  of(value: unknown, branch: Branch): string | undefined {
    if (isHidden(branch)) return REDACTED;
    const text = this.#any(value, branch);
    this.#left -= text?.length ?? 0;
    return text;
  }

  #any(value: unknown, branch: Branch): string | undefined {
    switch (typeof value) {
      case "string":
        return textOf(value, this.#redaction);
      case "number":
        return this.#redaction.hides(`${value}`) ? REDACTED : numberOf(value);
      case "bigint":
        return textOf(`${value}n`, this.#redaction);
      case "boolean":
        return `${value}`;
      case "object":
        return value === null ? "null" : this.#readable(value, branch);
      default:
        return undefined;
    }
  }

  #readable(value: object, branch: Branch): string | undefined {
    if (this.#within.includes(value)) return '"[circular]"';
    if (this.#within.length >= MAX_DEPTH) return '"[cut: too deep]"';
    this.#within.push(value);
    const left = this.#left;
    try {
      const text = this.#object(value, branch);
      this.#left = left; // the whole counts, once
      return text;
    } catch {
      return '"[unreadable]"';
    } finally {
      this.#within.pop();
    }
  }

  #object(value: object, branch: Branch): string | undefined {
    if (ArrayBuffer.isView(value)) return `"[${value.byteLength} bytes]"`;
    if (value instanceof Error) return textOf(`${value}`, this.#redaction);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === "function") return this.#any(toJSON.call(value), branch);
    return Array.isArray(value) ? this.#list(value, branch) : this.#record(value, branch);
  }

  #list(list: readonly unknown[], branch: Branch): string {
    let text = "";
    for (let index = 0; index < list.length; index++) {
      if (index > 0) text += ",";
      if (this.#left <= 0) return `[${text}"[cut: ${list.length - index} more]"]`;
      text += this.of(list[index], below(branch, `${index}`)) ?? "null";
    }
    return `[${text}]`;
  }

  #record(record: object, branch: Branch): string {
    let text = "";
    const keys = Object.keys(record);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] as keyof typeof record;
      if (this.#left <= 0) return `{${text}"[cut]":${keys.length - index}}`;
      const value = this.of(record[key], below(branch, key));
      if (value !== undefined) text += `${this.#key(key)}:${value},`;
    }
    return `{${text.slice(0, -1)}}`;
  }

  #key(key: string): string {
    this.#left -= key.length;
    return quoted(key.length > MAX_TEXT ? cut(key) : key);
  }
}
