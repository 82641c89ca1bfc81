import { Option } from "commander";
import { type ColorChoice, colorChoices } from "./colors.js";

/** What every command takes, in front of its name or behind. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly color: ColorChoice;
}

export const globalOptions: readonly Option[] = [
  new Option("--json", "one JSON document on stdout, with keys that stay"),
  new Option("--color <when>", "colours; auto: on a terminal, or as NO_COLOR and FORCE_COLOR say")
    .choices(colorChoices)
    .default("auto"),
];
