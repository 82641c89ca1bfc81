import type { Page } from "../text/page.js";

/** What a command has found out. */
export interface Answer {
  /** false: exit code 1. */
  readonly ok: boolean;
  /** With --json: the document, but for the `command` and `ok` that each begins with. Its keys are promised in the README. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Without: what a person reads. Ends with a line feed, or is empty. */
  text(page: Page): string;
}
