import { Option } from "commander";
import { claims } from "../doctor/claims.js";
import type { DoctorOptions } from "../doctor/doctor.js";
import { offering } from "../frame/candidates.js";
import { CliCommand } from "../frame/cli-command.js";
import { listed } from "../frame/values.js";

const requireOption = new Option(
  "--require <claims>",
  "claims that have to hold, with commas between them",
).argParser(listed);

export function doctorCommand(): CliCommand {
  return new CliCommand("doctor")
    .summary("try what each layer can enforce on this machine")
    .description(
      "Makes guests crash, recurse, overrun, hang, connect, fork, read, write and fill memory, in " +
        "child processes, and looks what becomes of it. Nothing is taken from a list of what the " +
        "kernel should be able to.",
    )
    .addOption(offering(requireOption, { words: claims.map(({ id }) => id), isList: true }))
    .option("--verbose", "tell what was seen of the claims that hold, too")
    .saysNo("a required claim does not hold here")
    .example("cofferdam doctor --verbose", "all that was done, and seen")
    .example("cofferdam doctor --require no-network,no-writing", "in a start script: stops it")
    .answers<DoctorOptions>(async (_, options) => {
      const { doctor } = await import("../doctor/doctor.js");
      return doctor(options);
    });
}
