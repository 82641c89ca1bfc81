import { type IsolationLayer, isolate, type Opening, probe } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { openRemotely } from "./host/open-remotely.js";
import { checkedOptions, type ProcessHelperOptions } from "./host/options.js";
import { Admission } from "./libraries/admit.js";
import { libraryPolicy } from "./libraries/policy.js";
import type { HostedModule } from "./modules/host/hosted-module.js";
import { isModule, openModule } from "./modules/host/open-module.js";
import { type ModuleOptions, module } from "./modules/module.js";
import { nativeHelper } from "./native.js";

export interface ProcessHelper extends IsolationLayer {
  /**
   * Imports a module, or a package, in a helper: short for `isolate([processHelper()]).open(module(specifier, options))`.
   *
   * @throws ERR_OPTION_TYPE, ERR_HELPER_UNAVAILABLE, ERR_HELPER_CONFINEMENT, and what importing it throws
   */
  // biome-ignore lint/suspicious/noExplicitAny: only the module knows what it exports
  import<Exports = any>(specifier: string, options: ModuleOptions): Promise<HostedModule<Exports>>;
}

/**
 * A layer that moves a library, an addon or a module into a child process, with the layers that are listed after it. What happens there, a crash, a
 * hang, or all that a hostile library can think of, does not happen here. On Linux the process is confined, too.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function processHelper(options: ProcessHelperOptions = {}): ProcessHelper {
  const checked = checkedOptions(options);
  const policy = libraryPolicy(checked.libraries, process.cwd());
  let admission: Admission | undefined;
  const layer: ProcessHelper = {
    name: "process-helper",
    moves: true,
    probe: () => probe(nativeHelper),
    open<Handle>(opening: Opening<Handle>): Handle | Promise<Handle> {
      if (isModule(opening.target)) return openModule(opening, checked) as Promise<Handle>;
      admission ??= new Admission(policy);
      const settings = { options: checked, policy, admission };
      return openRemotely(opening as unknown as Opening<Library>, settings) as Handle;
    },
    async import<Exports>(specifier: string, from: ModuleOptions) {
      return isolate([layer]).open(module<Exports>(specifier, from));
    },
  };
  return layer;
}
