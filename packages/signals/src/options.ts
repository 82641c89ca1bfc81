import { type AfterFault, checkKeys, fail, show } from "@cofferdam/core";

export interface SignalsOptions {
  /** What becomes of a library after a fault in it. Default: what another layer says, else "quarantine". */
  readonly afterFault?: AfterFault;
  /** Faults carry the registers. Default: false. */
  readonly registers?: boolean;
  /** When other code replaces one of our handlers: put it back, or only tell. Default: "repair". */
  readonly onReplaced?: "repair" | "report";
}

type Checked = Required<Omit<SignalsOptions, "afterFault">> & Pick<SignalsOptions, "afterFault">;

/** The options with their defaults. @throws ERR_OPTION_RANGE, ERR_OPTION_TYPE */
export function checkedOptions(options: SignalsOptions): Checked {
  checkKeys(options, ["afterFault", "registers", "onReplaced"], "signals");
  const { registers = false, onReplaced = "repair" } = options;
  checkChoice("onReplaced", onReplaced, ["repair", "report"]);
  if (typeof registers !== "boolean") {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected true or false for \`registers\`, got ${show(registers)}.`,
    );
  }
  return { ...checkedAfterFault(options), registers, onReplaced };
}

/** @throws ERR_OPTION_RANGE */
export function checkedAfterFault(
  options: Pick<SignalsOptions, "afterFault">,
): Pick<SignalsOptions, "afterFault"> {
  const { afterFault } = options;
  if (afterFault === undefined) return {};
  checkChoice("afterFault", afterFault, ["quarantine", "continue", "promote", "exit"]);
  return { afterFault };
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const list = choices.map((choice) => JSON.stringify(choice)).join(", ");
  throw fail("ERR_OPTION_RANGE", `Expected one of ${list} for \`${name}\`, got ${show(value)}.`);
}
