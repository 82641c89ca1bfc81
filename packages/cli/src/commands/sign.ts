import { CliCommand } from "../frame/cli-command.js";
import { wholeNumber } from "../frame/values.js";
import { DEFAULT_FILE } from "../policy/default-file.js";
import type { SignOptions } from "../signature/sign.js";

export function signCommand(): CliCommand {
  return new CliCommand("sign")
    .summary("sign a policy, or make a key to sign with")
    .description(
      "Writes the Ed25519 signature of a policy beside it, as FILE.sig. An application that has " +
        "`trustedKeys` takes no other; a policy that only extends a signed one needs none. The " +
        "passphrase of a key is COFFERDAM_PASSPHRASE of the environment.",
    )
    .argument("[file]", "the policy", DEFAULT_FILE)
    .option("--key <file>", "the private key", "cofferdam.key")
    .option("--serial <number>", "the higher, the newer; default: 0", wholeNumber)
    .option("--generate", "sign nothing: make cofferdam.key and cofferdam.pub in this folder")
    .saysNo("the policy has problems")
    .example("cofferdam sign --generate", "once; keep cofferdam.key to yourself")
    .example("cofferdam sign --serial 12", "writes cofferdam.toml.sig")
    .answers<SignOptions>(async ([file = DEFAULT_FILE], options) => {
      const { sign } = await import("../signature/sign.js");
      return sign(file, options);
    });
}
