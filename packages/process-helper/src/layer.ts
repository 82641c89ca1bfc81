import {
  fail,
  type IsolationLayer,
  type Opening,
  probe,
  type Support,
  UnsupportedPlatformError,
} from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { openRemotely } from "./host/open-remotely.js";
import { type CheckedOptions, checkedOptions, type ProcessHelperOptions } from "./host/options.js";
import { Admission } from "./libraries/admit.js";
import { type LibraryPolicy, libraryPolicy } from "./libraries/policy.js";
import { nativeHelper } from "./native.js";
import { openOverSocket } from "./socket/open-over-socket.js";

/**
 * A layer that moves a library into a child process, with the layers that are listed after it. What happens there, a crash, a
 * hang, or all that a hostile library can think of, does not happen here. On Linux the process is confined, too. Where the
 * addon for that is missing, the helper is reached over a socket, and nothing confines it.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function processHelper(options: ProcessHelperOptions = {}): IsolationLayer {
  const checked = checkedOptions(options);
  // elsewhere no library can be checked: `Admission` says so
  const policy = isLinux ? libraryPolicy(checked.libraries, process.cwd()) : undefined;
  let admission: Admission | undefined;
  return {
    name: "process-helper",
    moves: true,
    probe: (): Support =>
      usesRing(checked)
        ? probe(nativeHelper)
        : { supported: true, details: { transport: "socket" } },
    open<Handle>(opened: Opening<Handle>): Handle | Promise<Handle> {
      const opening = opened as unknown as Opening<Library>;
      if (!usesRing(checked)) return openOverSocket(opening, checked) as Handle;
      admission ??= new Admission(policy as LibraryPolicy);
      const settings = { options: checked, policy: policy as LibraryPolicy, admission };
      return openRemotely(opening, settings) as Handle;
    },
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
function usesRing({ socket, transport }: CheckedOptions): boolean {
  if (socket !== undefined || transport === "socket") return false;
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
