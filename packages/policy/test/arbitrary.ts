/** Policies and requests at random, near enough to one another that each is allowed now and then. */
import fc from "fast-check";
import type { Request } from "../src/request.ts";
import type { PolicyValues } from "../src/schema/values.ts";

const paths = ["/opt/a.so", "/opt/b.so", "/opt/deep/c.so", "/srv/a.so"];
const patterns = ["/opt/*.so", "/opt/**", "/**", "/srv/a.so", "/opt/a.*"];
const names = ["parse", "parse_all", "open"];
const namePatterns = ["parse", "parse*", "*", "open"];
const folders = ["/", "/data", "/data/deep", "/tmp"];
const digests = ["a".repeat(64), "b".repeat(64)];

const some = <T>(values: readonly T[]) => fc.subarray([...values]);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const limit = fc.constantFrom(0, 1, 100, 5000);

const process = {
  memory: maybe(fc.constantFrom(0, 2 ** 24, 2 ** 28)),
  cpu_time: maybe(fc.constantFrom(0, 1000, 60_000)),
  read: maybe(some(folders)),
  write: maybe(some(folders)),
  network: maybe(fc.boolean()),
  env: maybe(some(["LANG", "TZ"])),
};
const directory = fc.record({
  guest: fc.constantFrom("/data", "/tmp"),
  host: fc.constantFrom("/srv", "/var"),
  mode: fc.constantFrom("ro", "rw"),
});
const wasmModule = fc.record({
  sha256: maybe(fc.constantFrom(...digests)),
  imports: maybe(some(["env.log", "env.*", "wasi_snapshot_preview1.*"])),
  dirs: maybe(fc.array(directory, { maxLength: 1 })),
  http: maybe(
    fc.record({
      allow: some(["https://api.example.com", "https://*.example.com"]),
      methods: some(["GET", "POST"]),
    }),
  ),
  fuel: maybe(limit),
});

/** Keys and values of a document. */
export const values: fc.Arbitrary<PolicyValues> = fc
  .record({
    ffi: maybe(
      fc.record({
        enabled: maybe(fc.boolean()),
        call_timeout: maybe(limit),
        sandbox: maybe(
          fc.record({
            allowed_libs: maybe(some(patterns)),
            block_system_libs: maybe(fc.boolean()),
            memory_limit: maybe(limit),
            max_loaded_libs: maybe(fc.integer({ min: 1, max: 12 })),
            process: maybe(fc.record(process)),
          }),
        ),
        libraries: maybe(
          fc.dictionary(
            fc.constantFrom(...paths),
            fc.record({
              symbols: maybe(some(namePatterns)),
              sha256: maybe(fc.constantFrom(...digests)),
              ...process,
            }),
          ),
        ),
      }),
    ),
    addons: maybe(
      fc.record({
        enabled: maybe(fc.boolean()),
        modules: maybe(fc.dictionary(fc.constantFrom("bcrypt", "sodium"), fc.constant({}))),
      }),
    ),
    wasm: maybe(
      fc.record({
        modules: maybe(fc.dictionary(fc.constantFrom("/opt/a.wasm", "/opt/b.wasm"), wasmModule)),
      }),
    ),
  })
  .map((document) => JSON.parse(JSON.stringify(document))); // without what is undefined

const library = fc.record({
  kind: fc.constant("library" as const),
  target: fc.constantFrom(...paths),
  action: fc.constantFrom("load" as const, "sym" as const, "call" as const, "alloc" as const),
  symbol: fc.constantFrom(...names),
  bytes: fc.constantFrom(1, 50, 1000),
  sha256: maybe(fc.constantFrom(...digests)),
});
const wasm = fc.record({
  kind: fc.constant("wasm" as const),
  target: fc.constantFrom("/opt/a.wasm", "/opt/b.wasm", "/opt/c.wasm"),
  action: fc.constantFrom("load" as const, "import" as const, "open" as const, "connect" as const),
  import: fc.constantFrom("env.log", "env.trace", "wasi_snapshot_preview1.fd_write"),
  folder: fc.constantFrom("/data", "/data/x", "/tmp", "/etc"),
  url: fc.constantFrom("https://api.example.com/v1", "https://x.example.com/", "https://evil.com/"),
  sha256: maybe(fc.constantFrom(...digests)),
  rw: fc.boolean(),
});

export const requests: fc.Arbitrary<Request> = fc.oneof(
  library.map(({ kind, target, action, symbol, bytes, sha256 }): Request => {
    const resource = action === "load" ? target : symbol;
    const hash = action === "load" && sha256 !== undefined ? { sha256 } : {};
    return { kind, target, action, resource, ...(action === "alloc" && { bytes }), ...hash };
  }),
  wasm.map((given): Request => {
    const { kind, target, action, sha256, rw } = given;
    const resource = { load: target, import: given.import, open: given.folder, connect: given.url };
    const mode = {
      load: undefined,
      import: undefined,
      open: rw ? "rw" : "ro",
      connect: rw ? "POST" : "GET",
    };
    return {
      kind,
      target,
      action,
      resource: resource[action],
      ...(mode[action] !== undefined && { mode: mode[action] }),
      ...(action === "load" && sha256 !== undefined && { sha256 }),
    };
  }),
  fc.constantFrom<Request>(
    { kind: "addon", target: "bcrypt", action: "load", resource: "bcrypt" },
    { kind: "addon", target: "sodium", action: "load", resource: "sodium" },
  ),
);

/** Asked of one test, so that a failure can be had again. */
export const runs = { numRuns: Number(globalThis.process.env.COFFERDAM_RUNS ?? 200) };
