import { fail, show } from "@cofferdam/core";

/** @throws ERR_OPTION_RANGE */
export function checkMode(mode: unknown): void {
  if (mode === "ro" || mode === "rw") return;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected "ro" or "rw" for \`mode\`, got ${show(mode)}. Omit it for the default.`,
  );
}
