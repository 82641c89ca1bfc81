/**
 * Every key of a policy: its type, unit, default, and one line of doc. The checks, the types of the values, the docs page and the
 * JSON Schema are made from this table.
 */
import { DEFAULT_LOADED_LIBRARIES, MAX_LOADED_LIBRARIES } from "@cofferdam/admission";
import { directories, http, ownWasmKeys, scriptLimits, store, wasmKeys } from "./guest-keys.js";
import { MAX_CALLS } from "./limits.js";
import { ownProcessKeys, processKeys } from "./process-keys.js";
import { key, list, named, needed, preset, table } from "./table.js";
import { glob } from "./types/glob.js";
import { keyName } from "./types/key-name.js";
import {
  importPattern,
  reason,
  redaction,
  scriptName,
  sha256,
  specifier,
  symbol,
  symbolPattern,
  variable,
} from "./types/names.js";
import { flag, powerOfTwo, whole } from "./types/number.js";
import { path, pathName } from "./types/path.js";
import { piece } from "./types/piece.js";
import { duration, size } from "./types/quantity.js";
import { choice, listOf, oneOrMore } from "./types/text.js";

/** What a helper lends its library memory from. */
const ARENA_BYTES = 2 ** 30;

export const waiver = table("A key that is known to have nothing that enforces it.", {
  key: needed(keyName(), "The key, as it is written: `ffi.sandbox.process.memory`."),
  because: needed(reason(), "Why that is borne."),
});

const process = table("What a helper process may have and do. The kernel sees to it.", {
  ...processKeys,
  require: preset(
    listOf(piece(), "pieces"),
    [],
    "Pieces of the confinement without which no helper starts.",
  ),
  on_violation: preset(
    choice("fault", "refuse"),
    "fault",
    "A forbidden system call ends the helper, or fails in the library.",
  ),
});

const sandbox = table("Which libraries may be loaded, and what they may have.", {
  allowed_libs: preset(
    listOf(glob(), "globs"),
    [],
    "Libraries that may be loaded, by their real path. None: none.",
  ),
  block_system_libs: preset(
    flag(),
    false,
    "Whether those in the system's folders may not be, even if they match.",
  ),
  call_timeout: key(
    duration(),
    "The same as `ffi.call_timeout`. Both, and different, is a problem.",
  ),
  memory_limit: preset(
    size({ max: ARENA_BYTES }),
    0,
    "Memory that `alloc` may hold, of each library. 0: no limit.",
  ),
  max_loaded_libs: preset(
    whole(1, MAX_LOADED_LIBRARIES),
    DEFAULT_LOADED_LIBRARIES,
    "Libraries that may be loaded at a time.",
  ),
  process,
});

const pool = table("The helpers of one library.", {
  size: preset(
    whole(1, 64),
    1,
    "Helpers that calls are spread over; each has its own copy of the library's state.",
  ),
  spare: preset(whole(0, 16), 1, "Helpers that are kept ready to take the place of one that died."),
  queue: preset(whole(1, MAX_CALLS), 10_000, "Calls that may wait or run at a time."),
  idempotent: preset(
    listOf(symbol(), "names"),
    [],
    "Functions that may be called once more when the helper died meanwhile.",
  ),
});

export const libraryManifest = table("One library, by its path.", {
  sha256: key(sha256(), "Digest of the file."),
  symbols: key(listOf(symbolPattern(), "patterns"), "Functions that may be linked. Omitted: all."),
  ...ownProcessKeys,
});

const ffi = table("C libraries.", {
  enabled: preset(flag(), false, "Whether any may be opened."),
  helper: key(path(), "The program that is started as the helper. Omitted: the built-in one."),
  call_timeout: preset(duration(), 3000, "Time of one call. 0: no limit."),
  sandbox,
  pool,
  libraries: named(pathName(), libraryManifest),
});

export const addonManifest = table(
  "One addon, by its specifier; those that are not here may not be opened.",
  {
    sha256: key(oneOrMore(sha256(), "digests"), "Digests of its `.node` files."),
  },
);

export const moduleManifest = table(
  "One JavaScript module in a helper, by its specifier; those that are not here may not be opened.",
  ownProcessKeys,
);

export const wasmManifest = table(
  "One module, by its path; those that are not here may not be opened.",
  {
    sha256: key(sha256(), "Digest of the file."),
    imports: preset(
      listOf(importPattern(), "patterns"),
      [],
      "Functions that are linked: `module.name`.",
    ),
    dirs: directories,
    http,
    kv: store,
    env: preset(
      listOf(variable(), "names"),
      [],
      "Variables of the host's environment that are passed on to it.",
    ),
    ...ownWasmKeys,
  },
);

export const scriptManifest = table(
  "One script, by its name; those that are not here may not run.",
  {
    sha256: key(sha256(), "Digest of its source."),
    ...scriptLimits,
    http,
    kv: store,
  },
);

const audit = table("The log of decisions.", {
  file: key(
    path(),
    "JSON lines are written here. Omitted: only those who listen to `cofferdam:audit` are told.",
  ),
  level: preset(
    choice("error", "warn", "info", "debug"),
    "info",
    "The least important events that are logged.",
  ),
  on_full: preset(
    choice("drop-and-count", "block", "refuse"),
    "drop-and-count",
    "What becomes of an event, or of what it is about, when the queue is full.",
  ),
  queue: preset(whole(1, 1_000_000), 10_000, "Events that may wait to be written."),
  rotate: preset(size(), "64MiB", "Size at which a new file is begun. 0: never."),
  keep: preset(whole(1, 1000), 5, "Files that are kept, besides the one that is written."),
  redact: preset(
    listOf(redaction(), "patterns"),
    [],
    "What is left out of events: fields, `details.env.*`, and texts, `value:*secret*`.",
  ),
});

export const policyKeys = table("", {
  extends: key(path(), "The policy that this one narrows: it can only take away."),
  lock: key(path(), "The lock file that what is loaded has to agree with."),
  unsafe_unenforced: list(waiver),
  unsafe_audit_only: key(
    reason(),
    "Nothing is refused, decisions are only logged; why that is borne.",
  ),
  ffi,
  stack: table("Guard-page stacks.", {
    size: preset(size({ min: 2 ** 14, max: 2 ** 30 }), "1MiB", "Usable size of each."),
  }),
  signals: table("Faults in this process.", {
    after_fault: preset(
      choice("quarantine", "continue", "promote", "exit"),
      "quarantine",
      "What becomes of a library after one.",
    ),
  }),
  memory: table("Guarded buffers.", {
    align: preset(powerOfTwo(4096), 1, "Where they begin: at a multiple of so many bytes."),
  }),
  addons: table("Native addons.", {
    enabled: preset(flag(), false, "Whether any may be opened."),
    modules: named(specifier(), addonManifest),
  }),
  modules: named(specifier(), moduleManifest),
  wasm: table("Limits of every WebAssembly module. 0: no limit.", {
    ...wasmKeys,
    modules: named(pathName(), wasmManifest),
  }),
  scripts: named(scriptName(), scriptManifest),
  audit,
});
