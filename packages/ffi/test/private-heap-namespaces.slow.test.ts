import { describe, expect, it } from "vitest";
import { breaker, resultOf, run, thrower } from "./run-private.js";

describe("namespaces", () => {
  const tunables = { GLIBC_TUNABLES: "glibc.rtld.optional_static_tls=16384" };
  const exhausted = (says: RegExp) => ({
    name: "SetupError",
    code: "ERR_NAMESPACES_EXHAUSTED",
    message: expect.stringMatching(says),
    cause: expect.any(String),
  });

  it("that run out are an error with what is in use; disposed libraries give theirs back", async () => {
    const { opened, again, add, error } = resultOf(await run("exhaust", breaker)) as Exhausted;
    expect(opened).toBeGreaterThanOrEqual(6);
    expect([again, add]).toEqual([opened, Array(opened).fill(3)]);
    expect(error).toEqual(
      exhausted(
        /^Cannot load the library ".*" with a private heap: .*static TLS.*\. After \d+ loads, \d+ namespaces .*GLIBC_TUNABLES=glibc\.rtld\.optional_static_tls=16384/,
      ),
    );
  });

  it("are 15 with the tunable that the error names", async () => {
    const child = await run("exhaust", breaker, [], { env: tunables });
    const { opened, again, error } = resultOf(child) as Exhausted;
    expect([opened, again]).toEqual([15, 15]);
    expect(error).toEqual(exhausted(/no more namespaces .* There are 15\. Dispose some libraries/));
  });

  it("are enough to reopen one library 100 times", async () => {
    const child = await run("reopen", breaker, ["1", "100"]);
    expect(resultOf(child)).toEqual({ times: 100, sums: [3] });
  });

  it("run out when two libraries are reopened in turns, a hundred times later with the tunable", async () => {
    const plain = resultOf(await run("reopen", breaker, ["2", "100"])) as Reopened;
    const more = resultOf(
      await run("reopen", breaker, ["2", "200"], { env: tunables }),
    ) as Reopened;
    expect(plain.times).toBeLessThan(20);
    expect(more.times - plain.times).toBeGreaterThan(80);
    expect(plain.error).toEqual(exhausted(/static TLS/));
  });

  it("run out when a C++ library is reopened; it stays quarantined then", async () => {
    const child = await run("reopen", thrower, ["1", "100"]);
    const { times, ...rest } = resultOf(child) as Reopened;
    expect(times).toBeGreaterThanOrEqual(6);
    expect(times).toBeLessThanOrEqual(15);
    expect(rest).toEqual({
      states: ["quarantined"],
      sums: ["ERR_ISOLATION_QUARANTINED"],
      error: exhausted(/static TLS/),
    });
  });

  it("are given back for libraries that nobody holds", async () => {
    expect(resultOf(await run("forget", breaker))).toBe("forgotten");
  });

  it("are given back by threads that end, whatever state their libraries are in", async () => {
    expect(resultOf(await run("workers", breaker))).toBe(500);
  });
});

describe("3,000 C++ exceptions in a library with a private heap", () => {
  it.each([
    ["leave it", "throw_numbered", "panic"],
    ["end in std::terminate", "terminate_numbered", "SIGABRT"],
  ])("that %s are told, and pending in no copy of the C++ library", async (_how, symbol, kind) => {
    const child = await run("exceptions", thrower, [symbol, kind]);
    const { grown, ...rest } = resultOf(child) as { grown: number };
    expect(rest).toEqual({ wrong: [], uncaught: [0, 0], catches: 7 });
    expect(grown).toBeLessThan(5 * 1024 ** 2);
  });
});

interface Exhausted {
  readonly opened: number;
  readonly again: number;
  readonly add: readonly number[];
  readonly error: object;
}

interface Reopened {
  readonly times: number;
  readonly error: object;
}
