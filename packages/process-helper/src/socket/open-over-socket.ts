/** Opens a library in helpers at the other end of a socket: one that runs already, or some that are started for it. */
import { resolve } from "node:path";
import { fail, movedCompartment, type Opening, type Recipe } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { Callbacks } from "../host/callbacks.js";
import { Caller, LAYER } from "../host/caller.js";
import { deskOf } from "../host/desk.js";
import { type Helper, LIBRARY, type Setup } from "../host/helper.js";
import { afterFaultOf, libraryRecipe } from "../host/open-remotely.js";
import type { CheckedOptions } from "../host/options.js";
import { Pool } from "../host/pool.js";
import { poolStatus } from "../host/pool-status.js";
import { RemoteLibrary } from "../host/remote-library.js";
import type { Peer } from "./connection.js";
import { helperCommand } from "./helper-command.js";
import { SocketLine } from "./socket-line.js";
import { SocketMemory } from "./socket-memory.js";

/** @throws ERR_LAYER_NOT_PORTABLE, ERR_DLOPEN_FAILED, ERR_HELPER_UNAVAILABLE, ERR_HELPER_CONFINEMENT */
export function openOverSocket(
  opening: Opening<Library>,
  options: CheckedOptions,
): Library | Promise<Library> {
  checkConfinement(options);
  const { library, pool } = assemble(opening, options);
  try {
    const helper = pool.helperOf(pool.quietest());
    if (!opening.sync) return helper.settled.then(() => checked(helper, library, pool));
    helper.waitUntilReady();
    return library;
  } catch (error) {
    pool.dispose();
    throw error;
  }
}

function checked(helper: Helper, library: Library, pool: Pool): Library {
  if (helper.failure === undefined) return library;
  pool.dispose();
  throw helper.failure;
}

function assemble(opening: Opening<Library>, options: CheckedOptions) {
  const { target, outer } = opening;
  const recipe = libraryRecipe(opening);
  checkLayers(opening);
  const path = fullPath(String(recipe.args[0]));
  const callbacks = new Callbacks();
  const compartment = movedCompartment(target, outer, afterFaultOf(opening));
  const desk = deskOf(callbacks, compartment);
  const peer = peerOf(options);
  const setup = setupOf(target.name, path, recipe);
  const counts = options.socket === undefined ? options : { size: 1, spare: 0 };
  const pool = new Pool(counts, setup, (onDown) => new SocketLine(peer, desk, onDown));
  const memory = new SocketMemory(() => caller);
  const caller = new Caller({
    pool,
    callbacks,
    compartment,
    target: target.name,
    timeout: options.timeout,
    queue: options.queue,
  });
  const library = new RemoteLibrary({
    path: String(recipe.args[0]),
    caller,
    memory,
    idempotent: options.idempotent,
    moved: [LAYER],
    privateHeap: Object(recipe.args[1]).privateHeap === true,
    poolStatus: () =>
      poolStatus({
        pool,
        options: { ...options, ...counts },
        transport: "socket",
        maxLoadedLibs: null,
        neededLibs: [],
        loadedLibs: [path],
        allocatedBytes: memory.held,
        waiting: caller.running,
      }),
    close: () => {
      pool.dispose();
      memory.dispose();
    },
  });
  return { library, pool };
}

function peerOf(options: CheckedOptions): Peer {
  const { socket, connectTimeout } = options;
  if (socket === undefined) return { kind: "process", program: helperCommand(options) };
  return { kind: "listener", path: resolve(socket), wait: connectTimeout };
}

function setupOf(target: string, path: string, { args }: Recipe): Setup {
  const open = { kind: "load", id: 0, library: LIBRARY, path, options: args[1] } as const;
  return { target, open, seal: undefined, required: [] };
}

/** The helper has a working directory of its own. */
function fullPath(name: string): string {
  const isPath = name.includes("/") || (process.platform === "win32" && name.includes("\\"));
  return isPath ? resolve(name) : name;
}

function checkLayers({ inner }: Opening<Library>): void {
  if (inner.length === 0) return;
  const names = inner.map(({ name }) => name).join(", ");
  throw fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Cannot take ${names} to a helper at a socket: it imports no modules for its clients. ` +
      "List them before processHelper(), or leave them out.",
  );
}

/** @throws ERR_HELPER_CONFINEMENT */
function checkConfinement({ confinement }: CheckedOptions): void {
  const required = (confinement !== false && confinement.require) || [];
  if (required.length === 0) return;
  throw fail(
    "ERR_HELPER_CONFINEMENT",
    `Cannot confine the helper: nothing confines one that is reached over a socket, and ${required.join(", ")} is required. ` +
      "Leave it out of `require` to do without.",
  );
}
