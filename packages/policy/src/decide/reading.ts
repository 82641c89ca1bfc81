import type { PolicyDocument } from "../document.js";
import type { Rule } from "../rule.js";
import { defaults } from "../schema/defaults.js";
import type { PolicyValues } from "../schema/values.js";
import { type KeyPath, keyText } from "../toml/key-text.js";

export type { KeyPath };

/**
 * One document of a policy, as decisions read it. In the base an omitted key has its default; in a document that narrows
 * another one it says nothing.
 */
export class Reading {
  readonly document: PolicyDocument;
  readonly isBase: boolean;

  constructor(document: PolicyDocument, isBase: boolean) {
    this.document = document;
    this.isBase = isBase;
  }

  get given(): PolicyValues {
    return this.document.given;
  }

  /** What is written, else the base's default. undefined: nothing is said. */
  get(path: KeyPath): unknown {
    return this.isWritten(path)
      ? at(this.given, path)
      : this.isBase
        ? at(defaults, path)
        : undefined;
  }

  isWritten(path: KeyPath): boolean {
    return at(this.given, path) !== undefined;
  }

  /** The line of a key; of one that is not written, its default. */
  rule(path: KeyPath): Rule {
    const key = keyText(path);
    const place = this.isWritten(path) ? this.document.place(path) : null;
    if (place === null)
      return { key, file: this.isWritten(path) ? this.document.file : null, line: null };
    return { key, file: this.document.file, line: place.line };
  }
}

function at(values: unknown, path: KeyPath): unknown {
  let value = values;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
