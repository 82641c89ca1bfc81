/** What wasm modules and scripts may have, do and reach. */
import { MAX_TTL_MS } from "./limits.js";
import { key, list, needed, preset, table } from "./table.js";
import { namespace } from "./types/names.js";
import { whole } from "./types/number.js";
import { origin } from "./types/origin.js";
import { guestPath, path } from "./types/path.js";
import { duration, size } from "./types/quantity.js";
import { choice, listOf, oneOf } from "./types/text.js";

const PAGE_BYTES = 2 ** 16;
/** A memory of 32 bits. */
const memory = size({ min: PAGE_BYTES, max: 2 ** 32, orNone: true });
const fuel = whole(0, Number.MAX_SAFE_INTEGER);
const depth = whole(0, 2 ** 20);
const time = duration();
const count = whole(0, Number.MAX_SAFE_INTEGER);
const amount = size({ max: 2 ** 32 });

const docs = {
  memory: "Linear memory that it may have, all of its memories together.",
  fuel: "Instructions of one call, roughly.",
  stack_depth: "Calls inside of one another.",
  timeout: "Time of one call.",
  stdout_limit: "Standard output of one call that is kept.",
  stderr_limit: "Standard error of one call that is kept.",
  host_calls: "Calls of the host during one call.",
  payload_limit: "One argument or result that crosses.",
};

/** Of all modules. 0 is no limit. */
export const wasmKeys = {
  memory: preset(memory, "64MiB", docs.memory),
  fuel: preset(fuel, 1_000_000_000, docs.fuel),
  stack_depth: preset(depth, 1000, docs.stack_depth),
  timeout: preset(time, "1s", docs.timeout),
  stdout_limit: preset(amount, "1MiB", docs.stdout_limit),
  stderr_limit: preset(amount, "1MiB", docs.stderr_limit),
  host_calls: preset(count, 0, docs.host_calls),
  payload_limit: preset(amount, "16MiB", docs.payload_limit),
};

/** Of one module: where it says nothing, what holds for all counts. */
export const ownWasmKeys = {
  memory: key(memory, docs.memory),
  fuel: key(fuel, docs.fuel),
  stack_depth: key(depth, docs.stack_depth),
  timeout: key(time, docs.timeout),
  stdout_limit: key(amount, docs.stdout_limit),
  stderr_limit: key(amount, docs.stderr_limit),
  host_calls: key(count, docs.host_calls),
  payload_limit: key(amount, docs.payload_limit),
};

/** Of one script. */
export const scriptLimits = {
  memory: ownWasmKeys.memory,
  fuel: ownWasmKeys.fuel,
  timeout: ownWasmKeys.timeout,
};

export const directory = table("A directory that it may use.", {
  guest: needed(guestPath(), "What the guest knows it by."),
  host: needed(path(), "The directory itself."),
  mode: preset(choice("ro", "rw"), "ro", "Whether it may only be read."),
});

export const directories = list(directory);

/** Those that fetch() knows and lets through. */
const methods = oneOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

export const http = table("Servers that it may send requests to.", {
  allow: needed(listOf(origin(), "origins"), "Which servers."),
  methods: preset(listOf(methods, "methods"), ["GET"], "With which methods."),
});

export const store = table("A key-value store of its own.", {
  namespace: needed(namespace(), "Which one: those of the same name share it."),
  quota: key(size(), "Keys and values that it may hold. Omitted: as much as the store takes."),
  ttl: key(duration({ max: MAX_TTL_MS }), "Time that a value is kept. Omitted: for ever."),
  consistency: preset(
    choice("strong", "eventual"),
    "strong",
    "Whether what was written is what is read next.",
  ),
});
