import { afterFaultOf, type IsolationLayer, type Next, type Opening, probe } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { type HelperSettings, openRemotely } from "./host/open-remotely.js";
import { checkedOptions, type ProcessHelperOptions } from "./host/options.js";
import { Admission } from "./libraries/admit.js";
import { libraryPolicy } from "./libraries/policy.js";
import { nativeHelper } from "./native.js";
import { openPromotable } from "./promotion/open-promotable.js";

/**
 * A layer that moves a library into a child process, with the layers that are listed after it. What happens there, a
 * crash, a hang, or all that a hostile library can think of, does not happen here. On Linux the process is confined, too.
 * Where a layer says `afterFault: "promote"`, the library is called in this process until it has a fault.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function processHelper(options: ProcessHelperOptions = {}): IsolationLayer {
  const checked = checkedOptions(options);
  const policy = libraryPolicy(checked.libraries, process.cwd());
  let settings: HelperSettings | undefined;
  const layer: IsolationLayer = {
    name: "process-helper",
    moves: true,
    probe: () => probe(nativeHelper),
    open<Handle>(opening: Opening<Handle>, next: Next<Handle>): Handle | Promise<Handle> {
      settings ??= { options: checked, policy, admission: new Admission(policy) };
      // what is no library is refused there
      const opened = openLibrary(
        opening as unknown as Opening<Library>,
        next as unknown as Next<Library>,
      );
      return opened as Handle | Promise<Handle>;
    },
  };
  const openLibrary = (opening: Opening<Library>, next: Next<Library>) => {
    const there = (opening: Opening<Library>) => openRemotely(opening, settings as HelperSettings);
    const all = [...opening.outer, layer, ...opening.inner];
    if (afterFaultOf(all) !== "promote") return there(opening);
    return openPromotable(opening, next, (opening) => there(opening) as Library);
  };
  return layer;
}
