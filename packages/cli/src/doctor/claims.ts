/** What the doctor tries, by the package that has the layer. The probe of a claim is the file of its name in probes/. */

/**
 * What stands behind it. "kernel": the guest's process cannot do otherwise. "engine": the guest's code cannot. "gate": it takes
 * effect on our side, before the guest runs or where it comes back to us: tolerance of mistakes, no boundary. "counted": our side
 * keeps count of what goes through its own functions.
 */
export type Strength = "kernel" | "engine" | "gate" | "counted";

export interface Claim {
  readonly id: string;
  /** The package, without its scope. */
  readonly layer: string;
  /** What the guest cannot do, or what becomes of it. */
  readonly claim: string;
  readonly strength: Strength;
  /** Pieces of a helper's confinement that are made for it. */
  readonly pieces: readonly string[];
}

type Row = Omit<Claim, "id" | "layer">;

const as =
  (strength: Strength) =>
  (claim: string, ...pieces: readonly string[]): Row => ({ claim, strength, pieces });
const [kernel, engine, gate, counted] = [as("kernel"), as("engine"), as("gate"), as("counted")];

const byLayer: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  core: {
    panics: gate("a C++ exception is an error"),
  },
  signals: {
    traps: gate("a wild pointer is an error"),
    aborts: gate("abort() is an error"),
    deadlines: gate("an endless call is ended"),
  },
  stack: {
    "stack-overflows": gate("endless recursion is an error"),
  },
  memory: {
    overruns: gate("a write past a buffer is an error"),
  },
  addons: {
    "addon-traps": gate("an addon's wild pointer is an error"),
  },
  admission: {
    "listed-libraries": gate("only listed libraries are loaded"),
  },
  policy: {
    policies: gate("what is not allowed is refused"),
  },
  "process-helper": {
    crashes: kernel("a crash there is an error here"),
    hangs: kernel("an endless call is ended there"),
    "no-orphans": kernel("no helper outlives its host", "parent-death"),
    "alloc-limit": counted("a limit on what alloc() holds"),
    "shared-memory": kernel("calls cross through shared memory"),
    sockets: kernel("calls cross through a socket, too"),
    confinement: kernel("every piece of the confinement"),
    "no-network": kernel("no network", "seccomp", "namespaces-net", "landlock-network"),
    "no-reading": kernel("no file is read, unless granted", "landlock-filesystem"),
    "no-writing": kernel("no file is written, unless granted", "landlock-filesystem", "seccomp"),
    "no-programs": kernel("no other program is started", "landlock-filesystem", "seccomp"),
    "no-processes": kernel("no other process is started", "seccomp"),
    "no-signals": kernel("no other process is signalled", "seccomp", "landlock-scope"),
    "no-debugging": kernel("no other process is looked into", "seccomp", "capabilities"),
    "no-environment": kernel("no variable, unless granted", "environment"),
    "memory-limit": kernel("a limit on memory", "memory"),
    "cpu-limit": kernel("a limit on processor time", "cpu"),
    "file-limit": kernel("a limit on open files", "files"),
    "thread-limit": kernel("a limit on threads", "processes"),
  },
  "wasm-runtime": {
    wasm: engine("limits of WebAssembly modules"),
  },
  script: {
    scripts: engine("limits of scripts"),
  },
};

export const claims: readonly Claim[] = Object.entries(byLayer).flatMap(([layer, rows]) =>
  Object.entries(rows).map(([id, row]) => ({ id, layer, ...row })),
);
