import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { beforeAll, describe, expect, it } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import type { AuditEvent } from "../../src/audit/event.ts";
import { readAuditLog } from "../../src/audit/reading/read.ts";
import { verifyAuditLog } from "../../src/audit/reading/verify.ts";
import { auditLogOf } from "../../src/audit-sink.ts";
import { learn } from "../../src/explain/learn.ts";
import { replay } from "../../src/explain/replay.ts";
import { why } from "../../src/explain/why.ts";
import type { Policy } from "../../src/policy.ts";
import { policyOf, temporaryFolder } from "../policies.ts";

const guest = compileGuest(new URL("../layers/guests/library.c", import.meta.url));
const factories = { signals, stack };
let folder: string;
let policy: Policy;
let events: readonly AuditEvent[];

const path = (name: string) => join(folder, name);
const all = async (file: string) => {
  const found: AuditEvent[] = [];
  for await (const event of readAuditLog(file)) found.push(event);
  return found;
};
const summary = ({ action, resource, outcome }: AuditEvent) => `${outcome} ${action} ${resource}`;

/** What an application does in a day. */
function run(under: Policy): void {
  const guard = isolate(under.layers(factories));
  using lib = guard.openSync(library(path("a.so")));
  const add = lib.func("int add(int a, int b)");
  add(1, 2);
  lib.symbol("number");
  lib.free(lib.alloc(512));
  try {
    lib.func("int crash()")();
  } catch {}
  try {
    guard.openSync(library("libm.so.6"));
  } catch {}
}

beforeAll(async () => {
  folder = temporaryFolder();
  copyFileSync(guest, path("a.so"));
  policy = await policyOf(
    `[ffi]\nenabled = true\ncall_timeout = 0\n[ffi.sandbox]\nallowed_libs = ["./a.so"]\n[audit]\nfile = "audit.jsonl"\n`,
    folder,
  );
  run(policy);
  auditLogOf(policy.readings).flush();
  events = await all(path("audit.jsonl"));
});

describe("the audit log of a run", () => {
  it("has every load, symbol, call, alloc and free, what was denied, and every fault", () => {
    expect(events.map(summary)).toEqual([
      `allow load ${path("a.so")}`,
      "allow sym add",
      "allow call add",
      "allow sym number",
      "allow alloc ",
      "allow free ",
      "allow sym crash",
      "allow call crash",
      "fault call crash",
      expect.stringMatching(/^deny load .*libm\.so\.6$/),
    ]);
  });

  it("says which line decided, of which generation, and what would allow what it denied", () => {
    expect(events[0]).toMatchObject({
      rule: { key: "ffi.sandbox.allowed_libs[0]", line: 5 },
      generation: 1,
      kind: "library",
    });
    expect(events.at(-1)).toMatchObject({
      rule: { key: "ffi.sandbox.allowed_libs", line: 5 },
      wouldAllow: expect.stringContaining("libm.so.6"),
    });
  });

  it("is a chain that nobody has changed", async () => {
    expect(await verifyAuditLog(path("audit.jsonl"))).toMatchObject({ ok: true });
  });
});

describe("why(event)", () => {
  it("tells in sentences what was denied, by which line, and what would allow it", () => {
    const text = why(events.at(-1) as AuditEvent);
    expect(text).toMatch(/^At 20\S+Z loading the library \/\S*libm\.so\.6 was denied\.$/m);
    expect(text).toMatch(/cofferdam\.toml:5 ffi\.sandbox\.allowed_libs .* does not allow it/);
    expect(text).toMatch(/^ {4}\[ffi\.sandbox\]$/m);
  });

  it.each([
    ["allow", /was allowed\.[\s\S]*allows it\./],
    ["fault", /a call of crash of \S+ had a fault: signal, caught by signals\./],
  ])("tells of what was %s", (outcome, text) => {
    expect(why(events.findLast((event) => event.outcome === outcome) as AuditEvent)).toMatch(text);
  });
});

describe("learn(events)", () => {
  const learned = async () =>
    learn(
      events.filter(({ outcome }) => outcome === "allow"),
      folder,
    );

  it("writes a policy that allows the run again, and nothing else", async () => {
    const { toml, left } = await learned();
    expect(left).toEqual([]);
    const again = await policyOf(`${toml}\n[ffi.pool]\n`, temporaryFolder());
    const { denied, decisions } = await replay(
      again,
      events.filter(({ outcome }) => outcome === "allow"),
    );
    expect({ denied, decisions }).toEqual({ denied: [], decisions: 8 });
    const load = { kind: "library", action: "load" } as const;
    const other = again.decide({ ...load, target: path("b.so"), resource: path("b.so") });
    expect(other.outcome).toBe("deny");
    const symbol = again.decide({
      kind: "library",
      action: "sym",
      target: path("a.so"),
      resource: "parse",
    });
    expect(symbol).toMatchObject({
      outcome: "deny",
      rule: { key: expect.stringContaining("symbols") },
    });
    const more = again.decide({
      kind: "library",
      action: "alloc",
      target: path("a.so"),
      resource: "",
      bytes: 513,
    });
    expect(more.outcome).toBe("deny");
  });

  it("leaves to a person what was denied, and faults", async () => {
    const { left } = await learn(events, folder);
    expect(left.map(summary)).toEqual(["fault call crash", expect.stringMatching(/^deny load/)]);
  });
});

describe("replay(policy, events)", () => {
  it("finds nothing that the same policy would do otherwise", async () => {
    expect(await replay(policy, events)).toEqual({ decisions: 9, allowed: [], denied: [] });
  });

  it("finds what another policy would allow, and what it would deny", async () => {
    const other = await policyOf(
      '[ffi]\nenabled = true\n[ffi.sandbox]\nallowed_libs = ["/**/libm.so.6"]\n',
    );
    const { allowed, denied } = await replay(other, events);
    expect(allowed.map(({ event }) => event.action)).toEqual(["load"]);
    expect(denied).toHaveLength(8);
    expect(denied[0]?.decision).toMatchObject({ rule: { line: 4 } });
  });
});
