import type { LayerName } from "../layers/factories.js";

/**
 * What stands behind a key. "kernel": the guest's process cannot do otherwise. "engine": the guest's code cannot. "gate": it is
 * decided on our side, before the guest runs, or takes effect where the guest comes back to us. "counted": our side keeps
 * count of what goes through its own functions. "setting": nothing is contained by it.
 */
export type Strength = "kernel" | "engine" | "gate" | "counted" | "setting";

export interface Mechanism {
  /** Which layer does it; "policy": the one that is always there. */
  readonly layer: LayerName | "policy" | "script";
  readonly does: string;
  readonly strength: Strength;
  /** Pieces of a helper's confinement: one that holds is enough. */
  readonly pieces?: readonly string[];
  /** It sees what this process loads, and not what a helper does. */
  readonly onlyHere?: true;
  /** It is a part of the built-in helper's confinement, or of how that opens a library. */
  readonly confines?: true;
}

const policy = (does: string, strength: Strength = "gate"): Mechanism => ({
  layer: "policy",
  does,
  strength,
});
const helper = (does: string, ...pieces: readonly string[]): Mechanism => ({
  layer: "processHelper",
  does,
  strength: "kernel",
  ...(pieces.length > 0 && { pieces, confines: true }),
});
const setting = (layer: Mechanism["layer"], does: string): Mechanism => ({
  layer,
  does,
  strength: "setting",
});
const engine = (layer: "wasm" | "script", does: string): Mechanism => ({
  layer,
  does,
  strength: "engine",
});

const landlock = "landlock-filesystem";

/** Of a process: for all targets, of one library, of one module. */
const process: Readonly<Record<string, Mechanism>> = {
  memory: helper("RLIMIT_DATA: the helper's allocations fail beyond it", "memory"),
  cpu_time: helper("RLIMIT_CPU: the kernel ends the helper", "cpu"),
  open_files: helper("RLIMIT_NOFILE", "files"),
  processes: helper(
    "RLIMIT_NPROC, and a filter that lets threads start and nothing fork",
    "processes",
  ),
  read: helper("Landlock: nothing else can be opened", landlock),
  write: helper("Landlock: nothing else can be changed", landlock),
  execute: helper("Landlock: nothing else can be started", landlock),
  network: helper(
    "a network namespace without a network, and a filter on socket(2)",
    "seccomp",
    "namespaces-net",
  ),
  env: helper("the helper starts with these variables only", "environment"),
  require: { ...setting("processHelper", "no helper starts without these pieces"), confines: true },
  on_violation: {
    ...setting("processHelper", "what a forbidden system call comes to"),
    confines: true,
  },
};

/** A guest's limits: for all wasm modules, of one, of a script. */
const limits = (layer: "wasm" | "script"): Readonly<Record<string, Mechanism>> => ({
  memory: engine(layer, "memory.grow goes through a check"),
  fuel: engine(layer, "instructions are counted in the guest's own code"),
  stack_depth: engine(layer, "calls are counted in the guest's own code"),
  timeout: engine(layer, "checks in the guest's own code read the clock"),
  stdout_limit: engine(layer, "output beyond it is cut"),
  stderr_limit: engine(layer, "output beyond it is cut"),
  host_calls: engine(layer, "calls of the host are counted"),
  payload_limit: engine(layer, "larger payloads are refused"),
});

/** The policy has an answer, and no layer asks for it yet. */
const nobody = engine("script", "what the guest is lent is asked of the policy");

const capabilities: Readonly<Record<string, Mechanism>> = {
  sha256: policy("the bytes are hashed before anything is compiled"),
  imports: policy("the module's list is checked before anything is compiled"),
  dirs: engine("wasm", "its WASI world has these directories, and no way out of them"),
  "http.*": nobody,
  "kv.*": nobody,
  env: engine("wasm", "its WASI world has these variables, and no others"),
};

/**
 * Every key, and what can stand behind it, the strongest first. `*` is a name. Keys that only say how the policy itself works
 * are not here: they need nobody.
 */
const mechanisms: readonly (readonly [pattern: string, ...by: readonly Mechanism[]])[] = [
  ["ffi.enabled", policy("asked when a library is opened")],
  ["ffi.helper", setting("processHelper", "the program that is started as the helper")],
  ...["ffi.call_timeout", "ffi.sandbox.call_timeout"].map(
    (key) =>
      [
        key,
        helper("the helper is killed when a call's time is up"),
        {
          layer: "deadline",
          does: "the call is abandoned when its time is up",
          strength: "gate",
        },
      ] as const,
  ),
  [
    "ffi.sandbox.allowed_libs",
    { ...policy("the file is opened once, and loaded from that descriptor"), confines: true },
    policy("the open file is held against them; the helper opens it anew, under the same patterns"),
  ],
  ["ffi.sandbox.block_system_libs", policy("held against the folders of the system's loader")],
  ["ffi.sandbox.memory_limit", policy("what alloc() holds is added up", "counted")],
  ["ffi.sandbox.max_loaded_libs", policy("files that are loaded are counted", "counted")],
  ...under("ffi.sandbox.process", process),
  ...under("ffi.pool", {
    size: setting("processHelper", "helpers that calls are spread over"),
    spare: setting("processHelper", "helpers that wait for another to die"),
    queue: setting("processHelper", "calls that may wait"),
    idempotent: setting("processHelper", "functions that are called again when a helper died"),
  }),
  [
    "ffi.libraries.*.sha256",
    { ...policy("the open file is hashed, and loaded from that descriptor"), confines: true },
  ],
  ["ffi.libraries.*.symbols", policy("asked when a function is linked")],
  ...under("ffi.libraries.*", process),
  [
    "stack.size",
    { layer: "stack", does: "guard pages around a stack of its own", strength: "kernel" },
  ],
  [
    "signals.after_fault",
    { layer: "signals", does: "calls are refused at the gate", strength: "gate" },
  ],
  ["memory.align", setting("memory", "where lent buffers begin")],
  ["lock", { ...policy("what is loaded is held against it, as it is open"), confines: true }],
  ["addons.enabled", policy("asked when an addon is opened")],
  [
    "addons.modules.*.sha256",
    { ...policy("each .node file is hashed before it is loaded"), onlyHere: true },
  ],
  ...under("modules.*", process),
  ...under("wasm", limits("wasm")),
  ...under("wasm.modules.*", { ...limits("wasm"), ...capabilities }),
  ...under("scripts.*", { ...limits("script"), ...capabilities }),
];

function under(
  table: string,
  keys: Readonly<Record<string, Mechanism>>,
): readonly (readonly [string, Mechanism])[] {
  return Object.entries(keys).map(([key, mechanism]) => [`${table}.${key}`, mechanism] as const);
}

const rows = mechanisms.map(([text, ...by]) => ({ pattern: text.split("."), by }));

/** undefined: the key says how the policy itself works. */
export function mechanismsOf(path: readonly (string | number)[]): readonly Mechanism[] | undefined {
  return rows.find(({ pattern }) => matches(pattern, path))?.by;
}

function matches(pattern: readonly string[], path: readonly (string | number)[]): boolean {
  return (
    pattern.length === path.length && pattern.every((part, at) => part === "*" || part === path[at])
  );
}
