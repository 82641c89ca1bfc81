import { type IsolationLayer, type Opening, probe } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { openRemotely } from "./host/open-remotely.js";
import { checkedOptions, type ProcessHelperOptions } from "./host/options.js";
import { Admission } from "./libraries/admit.js";
import { libraryPolicy } from "./libraries/policy.js";
import { nativeHelper } from "./native.js";

/**
 * A layer that moves a library into a child process, with the layers that are listed after it. What happens there, a crash, a
 * hang, or all that a hostile library can think of, does not happen here. On Linux the process is confined, too.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function processHelper(options: ProcessHelperOptions = {}): IsolationLayer {
  const checked = checkedOptions(options);
  const policy = libraryPolicy(checked.libraries, process.cwd());
  let admission: Admission | undefined;
  return {
    name: "process-helper",
    moves: true,
    probe: () => probe(nativeHelper),
    open<Handle>(opening: Opening<Handle>): Handle | Promise<Handle> {
      admission ??= new Admission(policy);
      const settings = { options: checked, policy, admission };
      return openRemotely(opening as unknown as Opening<Library>, settings) as Handle;
    },
  };
}
