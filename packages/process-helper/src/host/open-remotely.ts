/** Opens a library in helpers of its own. */
import { type Admission, type Admitted, admitAll, type LibraryPolicy } from "@cofferdam/admission";
import {
  type AfterFault,
  fail,
  movedCompartment,
  type Opening,
  type Recipe,
} from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { nativeHelper } from "../native.js";
import type { Message } from "../wire/messages.js";
import { ArenaMemory } from "./arena-memory.js";
import { Callbacks } from "./callbacks.js";
import { Caller, LAYER } from "./caller.js";
import { deskOf } from "./desk.js";
import { type Helper, LIBRARY, type Setup } from "./helper.js";
import { HelperLine } from "./helper-line.js";
import { helperProgram, pathInHelper, sealGrants } from "./launch.js";
import type { CheckedOptions } from "./options.js";
import { Pool } from "./pool.js";
import { poolStatus } from "./pool-status.js";
import { layerRecipes, targetRecipe } from "./recipes.js";
import { RemoteLibrary } from "./remote-library.js";

/** What is the same for all libraries of a layer. */
export interface HelperSettings {
  readonly options: CheckedOptions;
  readonly policy: LibraryPolicy;
  readonly admission: Admission;
  /** What helpers are started as. Default: the helper of this package. */
  readonly program?: typeof helperProgram;
}

/** @throws ERR_LAYER_NOT_PORTABLE, ERR_DLOPEN_FAILED, ERR_HELPER_UNAVAILABLE, ERR_HELPER_CONFINEMENT */
export function openRemotely(
  opening: Opening<Library>,
  settings: HelperSettings,
): Library | Promise<Library> {
  const { library, pool, close } = assemble(opening, settings);
  try {
    const helper = pool.helperOf(pool.quietest());
    if (!opening.sync) return helper.settled.then(() => checked(helper, library, close));
    helper.waitUntilReady();
    return library;
  } catch (error) {
    close();
    throw error;
  }
}

function checked(helper: Helper, library: Library, close: () => void): Library {
  if (helper.failure === undefined) return library;
  close();
  throw helper.failure;
}

interface Assembled {
  readonly library: RemoteLibrary;
  readonly pool: Pool;
  readonly close: () => void;
}

/** What is held for a library, whatever comes of it. */
interface Held {
  readonly recipe: Recipe;
  readonly admitted: Admitted;
  readonly memory: ArenaMemory;
}

function assemble(opening: Opening<Library>, settings: HelperSettings): Assembled {
  const recipe = libraryRecipe(opening);
  const admitted = admitAll(settings.admission, String(recipe.args[0]));
  let memory: ArenaMemory | undefined;
  try {
    memory = new ArenaMemory(nativeHelper(), settings.options.memoryLimit);
    return assembleWith(opening, settings, { recipe, admitted, memory });
  } catch (error) {
    memory?.dispose();
    admitted[Symbol.dispose]();
    throw error;
  }
}

function assembleWith(
  opening: Opening<Library>,
  { options, policy, program: programOf = helperProgram }: HelperSettings,
  { recipe, admitted, memory }: Held,
): Assembled {
  const { target, inner, outer } = opening;
  const layers = layerRecipes(inner);
  const native = nativeHelper();
  const callbacks = new Callbacks();
  const compartment = movedCompartment(target, outer, afterFaultOf(opening));
  const desk = deskOf(callbacks, compartment, memory.arena.buffer);
  const setup = setupOf(opening, options, { recipe, layers, admitted });
  const realPaths = admitted.libraries.map(({ realPath }) => realPath);
  const program = programOf({
    options,
    arena: memory.arena.handle,
    libraries: admitted.libraries.map(({ fd }) => fd),
    read: realPaths,
    modules: [recipe, ...layers].map(({ module }) => module),
  });
  const pool = new Pool(options, setup, (onDown) => new HelperLine(native, program, desk, onDown));
  const close = () => {
    pool.dispose();
    memory.dispose();
    admitted[Symbol.dispose]();
  };
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
    moved: [LAYER, ...inner.map(({ name }) => name)],
    privateHeap: Object(recipe.args[1]).privateHeap === true,
    poolStatus: () =>
      poolStatus({
        pool,
        options,
        transport: "ring",
        maxLoadedLibs: policy.maxLoaded,
        loadedLibs: realPaths,
        neededLibs: admitted.needed,
        allocatedBytes: memory.held,
        waiting: caller.running,
      }),
    close,
  });
  return { library, pool, close };
}

/** @throws ERR_LAYER_NOT_PORTABLE */
export function libraryRecipe({ target }: Opening<unknown>): Recipe {
  const recipe = targetRecipe(target);
  if (target.kind === "library") return recipe;
  throw fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Expected a library for processHelper(), got ${target.name} (${target.kind}). Open it without that layer.`,
  );
}

/** A library that had a fault in its helper is made new there, unless a layer says what else shall become of it. */
export function afterFaultOf({ outer, inner }: Opening<unknown>): AfterFault {
  return [...outer, ...inner].find(({ afterFault }) => afterFault)?.afterFault ?? "continue";
}

interface SetupParts {
  readonly recipe: Recipe;
  readonly layers: readonly Recipe[];
  readonly admitted: Admitted;
}

function setupOf(
  { target }: Opening<unknown>,
  { confinement, traps }: CheckedOptions,
  { recipe, layers, admitted }: SetupParts,
): Setup {
  const open: Message = {
    kind: "open",
    id: 0,
    library: LIBRARY,
    paths: admitted.libraries.map((_, index) => pathInHelper(index)),
    target: recipe,
    layers,
  };
  if (confinement === false) return { target: target.name, open, seal: undefined, required: [] };
  const seal: Message = { kind: "seal", id: 0, when: sealGrants(confinement), traps };
  return { target: target.name, open, seal, required: confinement.require ?? [] };
}
