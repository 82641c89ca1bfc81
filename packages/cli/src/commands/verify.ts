import { CliCommand } from "../frame/cli-command.js";
import { repeated, wholeNumber } from "../frame/values.js";
import { DEFAULT_FILE } from "../policy/default-file.js";
import type { VerifyOptions } from "../signature/verify.js";

export function verifyCommand(): CliCommand {
  return new CliCommand("verify")
    .summary("was a policy signed by somebody who is trusted?")
    .description(
      "Checks the signature beside a policy. Of a policy that extends another it is the base that " +
        "has to be signed: name that.",
    )
    .argument("[file]", "the policy", DEFAULT_FILE)
    .requiredOption(
      "--trust <key>",
      "a public key: a file, or its 32 bytes in base64; may be repeated",
      repeated,
    )
    .option("--min-serial <number>", "the lowest serial that is taken", wholeNumber)
    .saysNo("it is not signed, or not by them, or not as it is now")
    .example("cofferdam verify --trust cofferdam.pub", "cofferdam.toml of this folder")
    .answers<VerifyOptions>(async ([file = DEFAULT_FILE], options) => {
      const { verifySignature } = await import("../signature/verify.js");
      return verifySignature(file, options);
    });
}
