import { escaped } from "../toml/visible.js";
import type { Difference, FileChange } from "./difference.js";
import { MAX_SHOWN_DIFFERENCES } from "./limits.js";

/**
 *     libs/libparser.so
 *       ~ sha256 3a7b… → 91cc…
 *       + import system
 *       - export parse
 */
export function changesText(changes: readonly FileChange[]): string {
  return changes.map(changeText).join("\n");
}

const marks = { added: "+ ", removed: "- ", changed: "" };

function changeText({ path, change, differences }: FileChange): string {
  return [`${marks[change]}${visible(path)}`, ...differences.map(lineOf)].join("\n");
}

/** As many as anybody would read. */
export function differencesText(differences: readonly Difference[]): string {
  const lines = differences.slice(0, MAX_SHOWN_DIFFERENCES).map(lineOf);
  const more = differences.length - lines.length;
  return [...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].join("\n");
}

/** Lists are told by name; of everything else there is one. */
const ofLists: readonly Difference["what"][] = ["needed", "import", "export"];

function lineOf({ what, from, to }: Difference): string {
  if (!ofLists.includes(what)) return `  ~ ${what} ${visible(from)} → ${visible(to)}`;
  return from === null ? `  + ${what} ${visible(to)}` : `  - ${what} ${visible(from)}`;
}

function visible(text: string | null): string {
  return text === null ? "(none)" : escaped(text);
}
