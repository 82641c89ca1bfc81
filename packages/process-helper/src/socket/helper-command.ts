/** How a helper is started that is reached over a socket. */
import { fail } from "@cofferdam/core";
import type { CheckedOptions } from "../host/options.js";
import { ffiHelperPath } from "../socket-paths.js";
import type { HelperCommand } from "./connection.js";

/** The descriptor that the socket is, in it. */
const SOCKET_FD = 3;

/** @throws ERR_OPTION_RANGE */
export function helperCommand(options: CheckedOptions): HelperCommand {
  const { program, libraries, memoryLimit, confinement, output } = options;
  const { allowedLibs, narrowedBy = [], blockSystemLibs, maxLoadedLibs, sha256 } = libraries;
  if (Object.keys(sha256 ?? {}).length > 0) {
    throw fail(
      "ERR_OPTION_RANGE",
      "Expected no `libraries.sha256` over a socket: the helper would open the file anew. Leave it out, or use the ring.",
    );
  }
  const [path, ...first] = program === undefined ? [process.execPath, ffiHelperPath] : [program];
  const args = [
    ...first,
    ...["--fd", `${SOCKET_FD}`],
    ...allowedOrders(allowedLibs),
    ...narrowedBy.map((patterns) => `--narrowed-by=${JSON.stringify(patterns)}`),
    ...(blockSystemLibs ? ["--block-system-libs"] : []),
    ...(maxLoadedLibs === undefined ? [] : ["--max-loaded-libs", `${maxLoadedLibs}`]),
    ...(memoryLimit === 0 ? [] : ["--memory-limit", `${memoryLimit}`]),
  ];
  const env = confinement === false ? process.env : (confinement.env ?? {});
  return { path, args, env: { ...env }, output };
}

/** None at all is a list, too. */
function allowedOrders(patterns: readonly string[] | undefined): readonly string[] {
  if (patterns?.length === 0) return [`--allowed-libs=${NOTHING}`];
  return (patterns ?? []).map((pattern) => `--allowed-libs=${pattern}`);
}

/** No library is a device. */
const NOTHING = "/dev/null";
