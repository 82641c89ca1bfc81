import { stringify } from "smol-toml";
import type { Denied } from "../decision.js";

/** The lines that a denial's document needs, to be put in beside what it has; undefined: no lines would do. */
export function wouldAllowText({ grant }: Denied): string | undefined {
  return grant && stringify(grant as Parameters<typeof stringify>[0]).trim();
}
