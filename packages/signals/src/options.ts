import { type AfterFault, checkKeys, fail, show } from "@cofferdam/core";

export interface SignalsOptions {
  /** What becomes of a library after a fault in it. Default: "quarantine". */
  readonly afterFault?: AfterFault;
  /** Faults carry the registers. Default: false. */
  readonly registers?: boolean;
  /** When other code replaces one of our handlers: put it back, or only tell. Default: "repair". */
  readonly onReplaced?: "repair" | "report";
}

/** The options with their defaults. @throws ERR_OPTION_RANGE, ERR_OPTION_TYPE */
export function checkedOptions(options: SignalsOptions): Required<SignalsOptions> {
  checkKeys(options, ["afterFault", "registers", "onReplaced"], "signals");
  const { afterFault = "quarantine", registers = false, onReplaced = "repair" } = options;
  checkChoice("afterFault", afterFault, ["quarantine", "continue", "exit"]);
  checkChoice("onReplaced", onReplaced, ["repair", "report"]);
  if (typeof registers !== "boolean") {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected true or false for \`registers\`, got ${show(registers)}.`,
    );
  }
  return { afterFault, registers, onReplaced };
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const list = choices.map((choice) => JSON.stringify(choice)).join(", ");
  throw fail("ERR_OPTION_RANGE", `Expected one of ${list} for \`${name}\`, got ${show(value)}.`);
}
