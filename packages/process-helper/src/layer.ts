import { Admission, libraryPolicy } from "@cofferdam/admission";
import {
  afterFaultOf,
  fail,
  type IsolationLayer,
  isolate,
  type Next,
  type Opening,
  probe,
  type Support,
  UnsupportedPlatformError,
} from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { confinementHere } from "./confinement-probe.js";
import { openRemotely } from "./host/open-remotely.js";
import { type CheckedOptions, checkedOptions, type ProcessHelperOptions } from "./host/options.js";
import { hostTarget } from "./modules/host/host-target.js";
import type { HostedModule } from "./modules/host/hosted-module.js";
import { isModule, openModule } from "./modules/host/open-module.js";
import { type ModuleOptions, module } from "./modules/module.js";
import { nativeHelper } from "./native.js";
import { openPromotable } from "./promotion/open-promotable.js";
import { openOverSocket } from "./socket/open-over-socket.js";

type OpenThere = (opening: Opening<Library>) => Library | Promise<Library>;

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
 * A layer that moves a library, an addon or a module into a child process, with the layers that are listed after it. What happens there, a
 * crash, a hang, or all that a hostile library can think of, does not happen here. On Linux the process is confined, too.
 * Where the addon for that is missing, the helper is reached over a socket, and nothing confines it. Where a layer says
 * `afterFault: "promote"`, the library is called in this process until it has a fault.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function processHelper(options: ProcessHelperOptions = {}): ProcessHelper {
  const checked = checkedOptions(options);
  const openThere = opener(checked);
  const layer: ProcessHelper = {
    name: "process-helper",
    moves: true,
    probe: () => support(checked),
    open<Handle>(opening: Opening<Handle>, next: Next<Handle>): Handle | Promise<Handle> {
      if (isModule(opening.target)) return openModule(opening, checked) as Promise<Handle>;
      const { hostedBy } = opening.target;
      if (hostedBy) return next(hostTarget(opening, hostedBy, checked));
      // what is no library is refused where it would be opened
      const library = opening as unknown as Opening<Library>;
      const opened = openLibrary(library, next as unknown as Next<Library>);
      return opened as Handle | Promise<Handle>;
    },
    async import<Exports>(specifier: string, from: ModuleOptions) {
      return isolate([layer]).open(module<Exports>(specifier, from));
    },
  };
  const openLibrary = (opening: Opening<Library>, next: Next<Library>) => {
    const layers = [...opening.outer, layer, ...opening.inner];
    if (afterFaultOf(layers) !== "promote") return openThere(opening);
    return openPromotable(opening, next, (later) => openThere(later) as Library);
  };
  return layer;
}

/** `details` say what the confinement can do here, when somebody asks. */
function support(options: CheckedOptions): Support {
  if (!usesRing(options)) {
    return { supported: true, details: { transport: "socket", confinement: [] } };
  }
  const found = probe(nativeHelper);
  if (!found.supported) return found;
  const details = {
    ...found.details,
    transport: "ring",
    get confinement() {
      return options.confinement === false ? [] : confinementHere();
    },
  };
  return { supported: true, details };
}

function opener(options: CheckedOptions): OpenThere {
  // elsewhere nobody can look at a library before it is loaded, and there is no ring
  const policy = isLinux ? libraryPolicy(options.libraries, process.cwd()) : undefined;
  let admission: Admission | undefined;
  return (opening) => {
    if (policy === undefined || !usesRing(options)) return openOverSocket(opening, options);
    admission ??= new Admission(policy);
    return openRemotely(opening, { options, policy, admission });
  };
}

const isLinux = process.platform === "linux";

/** What `connectHelper` takes: of a helper that runs already, only the calls are this side's. */
export type ConnectOptions = Required<Pick<ProcessHelperOptions, "socket">> &
  Pick<ProcessHelperOptions, "timeout" | "connectTimeout" | "queue" | "idempotent">;

/**
 * A layer that moves a library to an `ffi-helper` that runs already: `processHelper` with a `socket`.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function connectHelper(options: ConnectOptions): IsolationLayer {
  if (options?.socket !== undefined) return processHelper(options);
  throw fail(
    "ERR_OPTION_TYPE",
    "Expected a path for `socket`, got undefined. Give the one that ffi-helper was given.",
  );
}

/** Is it shared memory that carries calls? */
function usesRing({ socket, program, transport }: CheckedOptions): boolean {
  if (socket !== undefined || program !== undefined || transport === "socket") return false;
  return transport === "ring" || hasAddon();
}

function hasAddon(): boolean {
  try {
    nativeHelper();
    return true;
  } catch (error) {
    if (error instanceof UnsupportedPlatformError) return false;
    throw error;
  }
}
