import { once } from "node:events";
import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import { ValueList } from "../../src/wire/value-list.ts";
import { Client, prototype } from "./client.ts";
import { type Listening, listening } from "./helper.ts";

const path = compileGuest(new URL("guests/library.c", import.meta.url));
let there: Listening;

beforeAll(async () => {
  there = await listening();
});

async function loaded(library = 1): Promise<Client> {
  const client = await new Client(there.socket).greet();
  expect(await client.say("load", { library, path, options: {} })).toMatchObject({
    kind: "opened",
  });
  return client;
}

async function linked(client: Client, text: string, number = 0): Promise<void> {
  const declaration = prototype(text);
  const answer = await client.say("func", { library: 1, function: number, declaration });
  expect(answer).toMatchObject({ kind: "linked" });
}

function call(number: number, ...args: unknown[]) {
  return { function: number, args: new ValueList(args) };
}

describe("a client of ffi-helper", () => {
  it("is told the version, and what the helper is made of", async () => {
    const client = new Client(there.socket);
    await client.greet();
    await client.leave();
  });

  it("loads a library by its path, and is told its real one", async () => {
    const client = await new Client(there.socket).greet();
    const answer = await client.say("load", { library: 1, path, options: {} });
    expect(answer).toMatchObject({ kind: "opened", id: 2, info: { path } });
    await client.leave();
  });

  it("links and calls functions", async () => {
    const client = await loaded();
    await linked(client, "int add(int a, int b)");
    expect(await client.say("call", call(0, 2, 3))).toMatchObject({ kind: "returned", result: 5 });
    await client.leave();
  });

  it("is told what is wrong with a call, and goes on", async () => {
    const client = await loaded();
    await linked(client, "int add(int a, int b)");
    expect(await client.say("call", call(0, "two", 3))).toMatchObject({ kind: "threw" });
    expect(await client.say("call", call(9))).toMatchObject({ kind: "threw" });
    expect(await client.say("call", call(0, 2, 3))).toMatchObject({ kind: "returned", result: 5 });
    await client.leave();
  });

  it("reads symbols, memory and errno, and writes memory", async () => {
    const client = await loaded();
    await linked(client, "int fail_with(int code)");
    await client.say("call", call(0, 11));
    expect(await client.say("errno", { library: 1 })).toMatchObject({ value: 11 });
    const symbol = await client.say("symbol", { library: 1, name: "number" });
    const pointer = (symbol as { value: bigint }).value;
    const place = { library: 1, pointer, length: undefined, type: "int", types: {} };
    expect(await client.say("decode", place)).toMatchObject({ value: 7 });
    await client.say("encode", { ...place, value: 8 });
    expect(await client.say("decode", place)).toMatchObject({ value: 8 });
    await client.leave();
  });

  it("gets the bytes back that a function wrote", async () => {
    const client = await loaded();
    await linked(client, "void fill(_Out_ uint8_t *bytes, int size, int value)");
    const answer = await client.say("call", call(0, Buffer.alloc(4), 4, 9));
    expect(answer).toMatchObject({ kind: "returned", bytes: [{ offset: 0 }] });
    await client.leave();
  });

  it("reopens a library, whose state is new then", async () => {
    const client = await loaded();
    await linked(client, "int count()");
    await client.say("call", call(0));
    expect(await client.say("reopen", { library: 1 })).toMatchObject({ info: { fresh: true } });
    expect(await client.say("call", call(0))).toMatchObject({ result: 1 });
    await client.leave();
  });

  it("is told the helper's process and what it holds", async () => {
    const client = await loaded();
    await client.say("alloc", { bytes: 100 });
    const answer = await client.say("status", {});
    const value = { pid: there.helper.child.pid, liveAllocs: 1, held: 100 };
    expect(answer).toMatchObject({ kind: "answered", value });
    await client.leave();
  });

  it("frees what it was given, once", async () => {
    const client = await new Client(there.socket).greet();
    const answer = await client.say("alloc", { bytes: 100 });
    expect(answer).toMatchObject({ kind: "allocated", bytes: 100 });
    const { offset } = answer as { offset: number };
    expect(await client.say("free", { offset })).toMatchObject({ kind: "answered", value: 100 });
    const twice = await client.say("free", { offset });
    expect(twice).toMatchObject({ kind: "threw", error: { code: "ERR_MEMORY_FREED" } });
    const foreign = await client.say("free", { offset: 99 });
    expect(foreign).toMatchObject({ kind: "threw", error: { code: "ERR_MEMORY_FOREIGN" } });
    await client.leave();
  });

  it("disposes a library, whose number is free then", async () => {
    const client = await loaded();
    const again = { library: 1, path, options: {} };
    expect(await client.say("load", again)).toMatchObject({ kind: "threw" });
    expect(await client.say("dispose", { library: 1 })).toMatchObject({ kind: "answered" });
    expect(await client.say("load", again)).toMatchObject({ kind: "opened" });
    await client.leave();
  });

  it("has no modules imported", async () => {
    const client = await new Client(there.socket).greet();
    const target = { module: "node:os", export: "hostname", args: [] };
    const answer = await client.say("open", { library: 1, paths: [], target, layers: [] });
    expect(answer).toMatchObject({ kind: "threw", error: { name: "TypeError" } });
    await client.leave();
  });

  it("cannot have the helper sealed, which serves others after it", async () => {
    const client = await new Client(there.socket).greet();
    expect(await client.say("seal", { when: 0, traps: true })).toMatchObject({ kind: "threw" });
    await client.leave();
  });

  it("is told that a library cannot be loaded", async () => {
    const client = await new Client(there.socket).greet();
    const answer = await client.say("load", { library: 1, path: "/no/such.so", options: {} });
    expect(answer).toMatchObject({ kind: "threw", error: { code: "ERR_DLOPEN_FAILED" } });
    await client.leave();
  });
});

describe("a callback of a library", () => {
  it("is asked of the client, whose answer the library gets", async () => {
    const client = await loaded();
    await linked(client, "int apply_kept(int value)");
    await linked(client, "void keep(void *step)", 1);
    const type = STEP;
    const registered = await client.say("register", { library: 1, callback: 4, ...type });
    const { value } = registered as { value: bigint };
    await client.say("call", call(1, value));
    const asked = await client.say("call", call(0, 20), 77);
    expect(asked).toMatchObject({ kind: "callback", callback: 4, args: { values: [20] } });
    const answer = await client.say("callback-returned", { result: 21 }, asked.id);
    expect(answer).toMatchObject({ kind: "returned", id: 77, result: 21 });
    await client.leave();
  });

  it("has requests done within it, and those that were sent ahead after it", async () => {
    const client = await loaded();
    await linked(client, "int apply_kept(int value)");
    await linked(client, "void keep(void *step)", 1);
    await linked(client, "int add(int a, int b)", 2);
    const registered = await client.say("register", { library: 1, callback: 4, ...STEP });
    await client.say("call", call(1, (registered as { value: bigint }).value));
    const asked = await client.say("call", call(0, 20), 50);
    const within = await client.say("call", call(2, 1, 2), WITHIN + 51);
    expect(within).toMatchObject({ kind: "returned", id: WITHIN + 51, result: 3 });
    const ahead = client.say("call", call(2, 3, 4), 52);
    const last = client.say("callback-returned", { result: 1 }, asked.id);
    expect(await ahead).toMatchObject({ kind: "returned", id: 50, result: 1 });
    expect(await last).toMatchObject({ kind: "returned", id: 52, result: 7 });
    await client.leave();
  });

  it("throws in the library's caller what the client threw", async () => {
    const client = await loaded();
    await linked(client, "int apply_kept(int value)");
    await linked(client, "void keep(void *step)", 1);
    const registered = await client.say("register", { library: 1, callback: 4, ...STEP });
    await client.say("call", call(1, (registered as { value: bigint }).value));
    const asked = await client.say("call", call(0, 20));
    const error = new RangeError("no step");
    const answer = await client.say("callback-threw", { error, thrown: 5 }, asked.id);
    expect(answer).toMatchObject({ kind: "threw", thrown: 5, error: { message: "no step" } });
    await client.leave();
  });
});

const WITHIN = 0x8000_0000;
const STEP = {
  type: {
    kind: "callback",
    name: "Step",
    result: "int",
    parameters: [{ type: "int", direction: "Input" }],
  },
  types: {},
} as const;

describe("clients one after the other", () => {
  it("each have libraries of their own: what one left there is gone", async () => {
    for (let turn = 0; turn < 3; turn++) {
      const client = await loaded();
      await linked(client, "int count()");
      expect(await client.say("call", call(0))).toMatchObject({ result: 1 });
      await client.leave();
    }
  });

  it("each have types of their own, of whatever name", async () => {
    for (const [type, bytes] of [
      ["int", 4],
      ["double", 8],
    ] as const) {
      const client = await loaded();
      const members = [{ name: "one", type, offset: 0 }];
      const layout = { size: bytes, alignment: bytes, members };
      const mine = { kind: "struct", name: "Mine", ...layout } as const;
      const place = { library: 1, length: undefined, type: mine, types: { Mine: mine } };
      const symbol = await client.say("symbol", { library: 1, name: "number" });
      const pointer = (symbol as { value: bigint }).value;
      const answer = await client.say("decode", { ...place, pointer });
      expect(answer).toMatchObject({ kind: "answered", value: { one: expect.anything() } });
      await client.leave();
    }
  });

  it("wait until the one before has left", async () => {
    const first = await loaded();
    const second = new Client(there.socket);
    const greeted = second.greet();
    const answer = await first.say("symbol", { library: 1, name: "add" });
    expect(answer).toMatchObject({ kind: "answered" });
    expect(second.socket.bytesRead).toBe(0);
    await first.leave();
    await greeted;
    await second.leave();
  });

  it("are served though the one before broke off without a word", async () => {
    const first = await loaded();
    first.socket.destroy();
    const second = await loaded();
    await second.leave();
  });

  it("are served though the one before broke off in the middle of a callback", async () => {
    const first = await loaded();
    await linked(first, "int apply_kept(int value)");
    await linked(first, "void keep(void *step)", 1);
    const registered = await first.say("register", { library: 1, callback: 4, ...STEP });
    await first.say("call", call(1, (registered as { value: bigint }).value));
    expect(await first.say("call", call(0, 20))).toMatchObject({ kind: "callback" });
    first.socket.destroy();
    const second = await loaded();
    await second.leave();
  });

  it("are served though a call of the one before never ends", async () => {
    const own = await listening();
    const first = await new Client(own.socket).greet();
    await first.say("load", { library: 1, path, options: {} });
    await linked(first, "void hang()");
    void first.say("call", call(0));
    first.socket.end();
    const second = await new Client(own.socket).greet();
    expect(await second.say("load", { library: 1, path, options: {} })).toMatchObject({
      kind: "opened",
    });
    await second.leave();
    expect(own.helper.log).toEqual([{ level: "warn", event: "stuck", client: 1 }]);
    expect(await own.helper.end("SIGTERM")).toEqual({ code: null, signal: "SIGTERM" });
    expect(existsSync(own.socket)).toBe(false);
  });

  it("are refused when 64 wait already", async () => {
    const own = await listening();
    const first = await new Client(own.socket).greet();
    const waiting = Array.from({ length: 64 }, () => new Client(own.socket));
    await Promise.all(waiting.map(({ socket }) => once(socket, "connect")));
    await first.say("status", {}); // they were accepted before that
    const message = "64 clients wait already.";
    const refused = new Client(own.socket);
    expect(await refused.next()).toMatchObject({ kind: "threw", id: 0, error: { message } });
    await refused.closed;
    for (const { socket } of waiting) socket.destroy();
    await first.leave();
    await own.helper.end("SIGTERM");
  });

  it("may come and go without a word, as any port scan does", async () => {
    for (let turn = 0; turn < 20; turn++) createConnection(there.socket).destroy();
    const client = await loaded();
    await client.leave();
  });
});
