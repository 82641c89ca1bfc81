import type { Rule } from "../../rule.js";
import type { AuditEntry } from "../event.js";
import { isHidden, REDACTED, type Redaction } from "./redaction.js";
import { numberOf, textOf, ValueText } from "./value-text.js";

/** The texts that may be left out by the name of their field; what happened is always told. */
const TEXTS = ["target", "resource", "sha256", "mode", "wouldAllow"] as const;
type TextField = (typeof TEXTS)[number];

/** Entries as JSON, in a fixed order of fields, without braces: the line's beginning and end are the log's. */
export class EntryText {
  readonly #redaction: Redaction;
  readonly #hidden: ReadonlySet<string>;

  constructor(redaction: Redaction) {
    const fields = [...TEXTS.map((name) => [name]), ["rule", "key"], ["rule", "file"]];
    const hidden = fields.filter((names) => isHidden(redaction.field(...names)));
    this.#redaction = redaction;
    this.#hidden = new Set(hidden.map((names) => names.join(".")));
  }

  of(entry: AuditEntry): string {
    const { level, outcome, kind, action, rule, generation } = entry;
    return (
      `"level":"${level}","outcome":"${outcome}","kind":"${kind}","target":${this.#text(entry.target, "target")},` +
      `"action":"${action}","resource":${this.#text(entry.resource, "resource")}${this.#optional(entry)},` +
      `"rule":${rule === null ? "null" : this.#rule(rule)}${this.#wouldAllow(entry)},` +
      `"generation":${numberOf(generation)}${this.#details(entry)}`
    );
  }

  #text(text: string, field: TextField | "rule.key" | "rule.file"): string {
    return this.#hidden.has(field) ? REDACTED : textOf(text, this.#redaction);
  }

  #optional({ sha256, bytes, mode }: AuditEntry): string {
    let text = "";
    if (sha256 !== undefined) text += `,"sha256":${this.#text(sha256, "sha256")}`;
    if (bytes !== undefined) text += `,"bytes":${numberOf(bytes)}`;
    if (mode !== undefined) text += `,"mode":${this.#text(mode, "mode")}`;
    return text;
  }

  #rule({ key, file, line }: Rule): string {
    const fileText = file === null ? "null" : this.#text(file, "rule.file");
    return `{"key":${this.#text(key, "rule.key")},"file":${fileText},"line":${line === null ? "null" : numberOf(line)}}`;
  }

  #wouldAllow({ wouldAllow }: AuditEntry): string {
    return wouldAllow === undefined ? "" : `,"wouldAllow":${this.#text(wouldAllow, "wouldAllow")}`;
  }

  #details({ details }: AuditEntry): string {
    if (details === undefined) return "";
    const text = new ValueText(this.#redaction).of(details, this.#redaction.field("details"));
    return text === undefined ? "" : `,"details":${text}`;
  }
}
