import { fail } from "@cofferdam/core";
import { type Limits, pagesOf } from "../limits.js";
import type { Program } from "./program.js";

/** Refuses what begins with more than it may have. @throws ERR_WASM_LIMIT */
export function checkSizes(
  { name, manifest }: Pick<Program, "name" | "manifest">,
  limits: Limits,
): void {
  const pages = manifest.memories.reduce((sum, each) => sum + each.pages, 0);
  const elements = manifest.tables.reduce((sum, each) => sum + each.elements, 0);
  const { chainUnits } = manifest.stack;
  const check = (what: string, limit: string, amount: number, most: number) => {
    if (amount <= most) return;
    throw fail(
      "ERR_WASM_LIMIT",
      `Expected ${name} to begin with at most ${most} ${what}, got ${amount}. Raise \`limits.${limit}\`, or leave it closed.`,
    );
  };
  check("pages of memory", "memory", pages, pagesOf(limits.memory));
  check("elements of tables", "tableElements", elements, limits.tableElements);
  check("calls inside of one another", "stackDepth", chainUnits, limits.stackDepth);
}
