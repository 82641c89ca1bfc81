import { describe, expect, it } from "vitest";
import { frameOf } from "../../dist/modules/wire/codec.js";
import { reference, whose } from "../../dist/modules/wire/references.js";
import { guest, honest, rejection } from "./run.ts";

const hostile = (options = {}) => guest("hostile.mjs", { spare: 0, ...options });

const exit = { code: "ERR_ISOLATION_EXIT", layer: "process-helper" };

describe("a module with odd exports", () => {
  it("is imported without the names that nobody may reach", async () => {
    const { exports } = await hostile();
    expect(Object.keys(exports.odd).sort()).toEqual(["", "ok", "run", "toString", "with space"]);
    for (const name of ["constructor", "then", "prototype", "__proto__"]) {
      expect(exports.odd[name]).toBeUndefined();
    }
    expect(await exports.odd).toBe(exports.odd);
    expect(await exports.odd.toString()).toBe("toString");
    expect(await exports.odd["with space"]()).toBe("with space");
    expect(await exports.odd.run()).toBe("ran");
  });

  it("tells of a getter that throws when it is read", async () => {
    const { exports } = await hostile();
    expect(await exports.throwing.run()).toBe("ran");
    expect(await rejection(exports.throwing.broken)).toMatchObject({
      message: "this getter throws",
    });
  });

  it("may contain itself, and return itself", async () => {
    const { exports } = await hostile();
    expect(exports.itself.itself).toBe(exports.itself);
    expect(await exports.itself.run()).toBe(exports.itself);
  });

  it("tells of what lies very deep when it is asked for", async () => {
    const { exports } = await hostile();
    let { endless } = exports;
    for (let depth = 0; depth < 10; depth++) endless = await endless.object;
    expect(await endless.run()).toBeUndefined();
  });

  it("says why a value cannot cross, when it is asked for", async () => {
    const { exports } = await hostile();
    expect(await rejection(exports.symbol)).toMatchObject({ code: "ERR_WIRE_VALUE" });
    expect(await rejection(exports.promiseWithin())).toMatchObject({ code: "ERR_WIRE_VALUE" });
    expect(await rejection(exports.generator())).toMatchObject({ code: "ERR_WIRE_VALUE" });
    expect(await rejection(exports.cycle())).toMatchObject({ code: "ERR_WIRE_LIMIT" });
  });

  it("cannot be reached by names that it adds later", async () => {
    const { exports } = await hostile();
    const odd = new exports.Odd();
    await odd.added();
    expect(await odd.toString()).toBe("declared");
    expect(odd.later).toBeUndefined();
  });
});

describe("a module that ends its helper", () => {
  it.each([
    ["exits", "exit", [3], { kind: "exit", exitCode: 3, signal: null, lastCall: "exit" }],
    ["aborts", "abort", [], { kind: "exit", exitCode: null, signal: "SIGABRT" }],
  ])(
    "%s: the call and those beside it reject, and the handles are lost",
    async (_, name, args, fault) => {
      const hosted = await hostile();
      const { exports } = hosted;
      const waiting = exports.never();
      const error = await rejection(exports[name](...args));
      expect(error).toMatchObject({ ...exit, fault, symbol: name });
      expect(await rejection(waiting)).toMatchObject(exit);
      const later = await rejection(exports.alive());
      expect(later).toMatchObject({ code: "ERR_HANDLE_LOST", cause: exit });
      expect(hosted.status()).toMatchObject({ state: "quarantined", faults: { exit: 1 } });
      expect(hosted.status().helper.helpers).toEqual([]);
    },
  );

  it("may not send itself a signal, and the violation names the call", async () => {
    const { exports } = await hostile();
    expect(await rejection(exports.kill())).toMatchObject({
      fault: { kind: "violation", resource: "kill" },
    });
  });

  it("dies of an error that nobody's call threw, with what it wrote", async () => {
    const { exports } = await hostile();
    const waiting = exports.never();
    await exports.throwLater();
    const error = await rejection(waiting);
    expect(error).toMatchObject({ ...exit, fault: { exitCode: 1 } });
    expect(error.fault.output).toMatch(/thrown by nobody's call/);
  });

  it("hangs: the late call's time is up, and those beside it lose the helper", async () => {
    const { exports } = await hostile({ timeout: 300 });
    const [late, beside] = await Promise.all([
      rejection(exports.loop()),
      new Promise((resolve) => setTimeout(resolve, 100)).then(() => rejection(exports.alive())),
    ]);
    expect(late).toMatchObject({
      code: "ERR_ISOLATION_TIMEOUT",
      fault: { kind: "timeout", limit: 300 },
    });
    expect(beside).toMatchObject({ ...exit, fault: { signal: "SIGKILL", lastCall: "loop" } });
  });

  it("leaves the host, and other modules, as they were", async () => {
    const [bad, good] = await Promise.all([hostile(), honest()]);
    await rejection(bad.exports.abort());
    expect(await good.exports.add(1, 2)).toBe(3);
    await bad.reopen();
    expect(await bad.exports.alive()).toBe(true);
    expect(bad.status()).toMatchObject({ state: "open", tainted: false, helper: { restarts: 1 } });
  });
});

describe("a module that is confined", () => {
  it("writes to standard output without a word of it being taken for an answer", async () => {
    const { exports } = await hostile();
    expect(await exports.print("x".repeat(500_000))).toBe(500_000);
    expect(await exports.alive()).toBe(true);
  });

  it("may not read what it was not granted", async () => {
    const { exports } = await hostile();
    const error = await rejection(exports.read("/etc/passwd"));
    expect(error).toMatchObject({ code: "EACCES" });
    const { exports: granted } = await hostile({ confinement: { read: ["/etc/passwd"] } });
    expect(await granted.read("/etc/passwd")).toMatch(/root/);
  });

  it("may neither start programs nor use the network", async () => {
    const first = await hostile();
    const spawned = await first.exports.spawn().catch((error: { fault: object }) => error.fault);
    // newer Nodes ask for an event loop of its own first
    if (spawned !== "EPERM") expect(spawned).toMatchObject({ kind: "violation" });
    const second = await hostile();
    expect(await rejection(second.exports.connect())).toMatchObject({
      fault: { kind: "violation", resource: "socket" },
    });
  });
});

/** A message with its length, as the host expects one. */
function answer(description: Record<string, unknown>): Buffer {
  const { made = [], descriptions = [], values = [], id = 1, kind = "returned" } = description;
  const result = { made, extras: [], descriptions, values };
  return frameOf({ kind, id, result } as never, { callbackId: () => reference(whose.senders, 3) });
}

const described = (name: unknown, kind = "method") => ({
  made: [[1001, "object", "Forged"]],
  descriptions: [{ members: [[name, kind]], instance: [] }],
});

describe("a module that talks to the host itself", () => {
  const breaches: [string, () => Buffer][] = [
    ["what is no message", () => Buffer.from([1, 0, 0, 0, 99])],
    ["a message without an end", () => Buffer.from([255, 255, 255, 255])],
    ["an answer that nobody waits for", () => answer({ id: 4711 })],
    ["what only the host says", () => frameOf({ kind: "get", id: 1, handle: 1, name: "x" })],
    ["a member named __proto__", () => answer(described("__proto__"))],
    ["a member named then", () => answer(described("then"))],
    ["a member named constructor", () => answer(described("constructor"))],
    ["a member whose name is no text", () => answer(described(5))],
    ["a member of no known kind", () => answer(described("x", "eval"))],
    ["an object without a description", () => answer({ made: [[1001, "object", ""]] })],
    ["an object of no kind", () => answer({ made: [[1001, "global", ""]], descriptions: [{}] })],
    ["an instance that the host did not make", () => answer({ made: [[2 ** 20, "object", ""]] })],
    ["a reference to nothing", () => answer({ values: [() => {}] })],
    ["an object twice", () => answer({ made: [[1, "object", ""]], descriptions: [{}] })],
    [
      "more names than may be",
      () =>
        answer({
          made: [[1001, "object", ""]],
          descriptions: [
            {
              members: Array.from({ length: 20_000 }, (_, index) => [`n${index}`, "method"]),
              instance: [],
            },
          ],
        }),
    ],
  ];

  it.each(breaches)("is ended for %s", async (_, bytes) => {
    const { exports } = await hostile();
    const error = await rejection(Promise.all([exports.never(), exports.say(bytes())]));
    expect(error).toMatchObject({ code: "ERR_ISOLATION_PROTOCOL", fault: { kind: "protocol" } });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it("calls functions that it was not given in vain", async () => {
    const { exports } = await hostile();
    const callback = {
      kind: "callback",
      callback: 4711,
      args: { made: [], extras: [], descriptions: [], values: [] },
    };
    await exports.say(frameOf({ ...callback, id: 4711 } as never));
    expect(await exports.alive()).toBe(true);
  });

  it("is ended when it has more callbacks run than may", async () => {
    const { exports } = await hostile({ timeout: 0 });
    const error = await rejection(exports.flood(() => new Promise(() => {})));
    expect(error).toMatchObject({ fault: { kind: "protocol" } });
  });

  it("is ended when it calls on without reading what it is answered", async () => {
    const { exports } = await hostile({ timeout: 0 });
    await exports.hold(() => Buffer.alloc(4 * 2 ** 20));
    const args = { made: [], extras: [], descriptions: [], values: [] };
    const call = frameOf({ kind: "callback", id: 1, callback: 1, args });
    const error = await rejection(exports.deafen(call, 200));
    expect(error).toMatchObject({ fault: { kind: "protocol" } });
    expect(error.fault.reason).toMatch(/does not read/);
  });
});
