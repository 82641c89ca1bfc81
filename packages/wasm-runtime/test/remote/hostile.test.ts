// A process that was taken over, in place of a helper: it answers what it likes.
import { type IsolationLayer, isolate, type TargetProcess } from "@cofferdam/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suspending, type WasmInstance, wasm, wasmModule } from "../../src/index.ts";

type Says = (name: string, args: readonly unknown[]) => unknown;

const OPENED = { opened: { sha256: "its own", exports: [{ name: "run", isFunction: true }] } };
const FINE = { value: 7, calls: [["run", 1]], isOver: false };

/** Moves targets to processes that say so. */
function liar(says: Says, ended: () => void = () => {}): IsolationLayer {
  const begin = async (): Promise<TargetProcess> => ({
    isUp: true,
    call: async (_symbol, name, args) => says(name, args),
    end: ended,
  });
  return {
    name: "liar",
    moves: true,
    open: ({ target }, next) => next(target.hostedBy?.({ begin })),
  };
}

function open(says: Says, ended?: () => void): Promise<WasmInstance> {
  const layers = [liar(says, ended), wasm({ afterFault: "continue" })];
  return isolate(layers).open(wasmModule(new Uint8Array([1, 2, 3])));
}

/** Says so of a request, and else what it should. */
function answering(answer: unknown): Says {
  return (name) => (name === "open" ? OPENED : answer);
}

const protocol = { code: "ERR_ISOLATION_PROTOCOL", fault: { kind: "protocol" } };

describe("a module in a process that was taken over", () => {
  it("has the digest that this side knows, not the one that it says", async () => {
    const guest = await open(answering(FINE));
    expect(guest.sha256).toBe("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
    expect(await guest.exports.run.async()).toBe(7);
  });

  it.each([
    ["nothing", undefined],
    [
      "a fault that there is not",
      {
        thrown: { is: "fault", number: 1, symbol: "run", layer: "wasm", fault: { kind: "none" } },
        calls: [],
        isOver: false,
      },
    ],
    [
      "a fault with more to it",
      {
        thrown: {
          is: "fault",
          number: 1,
          symbol: "run",
          layer: "wasm",
          fault: { kind: "fuel", limit: 1, toString: "x" },
        },
        calls: [],
        isOver: false,
      },
    ],
    ["an object as a value", { ...FINE, value: { of: 1 } }],
    ["a report that is none", { ...FINE, report: { wall: "long" } }],
  ])("answers with %s: a protocol fault, and its end", async (_, answer) => {
    let ends = 0;
    const guest = await open(answering(answer), () => ends++);
    await expect(guest.exports.run.async()).rejects.toMatchObject(protocol);
    expect(ends).toBe(1);
  });

  it("replies with more than it may, in pieces: a protocol fault", async () => {
    const size = 17 * 2 ** 20;
    const long = { ...FINE, value: undefined, size };
    const guest = await open((name) => {
      return name === "rest" ? new Uint8Array(2 ** 20) : answering(long)(name, []);
    });
    await expect(guest.exports.run.async()).rejects.toMatchObject(protocol);
  });

  it.each([
    ["a number", { ...FINE, calls: [] }],
    ["more than it may", { ...FINE, value: new Uint8Array(2 ** 24 + 1) }],
  ])("replies to invoke with %s: a protocol fault", async (_, answer) => {
    const guest = await open(answering(answer));
    await expect(guest.invoke.async(new Uint8Array(1))).rejects.toMatchObject(protocol);
  });

  it("throws what no function of the host has thrown: an error all the same", async () => {
    const thrown = { is: "host", number: 5 };
    const guest = await open(answering({ thrown, calls: [], isOver: false }));
    await expect(guest.exports.run.async()).rejects.toThrow("had not told before");
  });

  it("has other bytes read than were asked for: a protocol fault", async () => {
    const read = suspending(async (caller) => (await caller.read(0, 8)).length);
    let serve: (call: unknown) => Promise<{ thrown?: unknown }> = async () => ({});
    const says: Says = async (name, args) => {
      if (name === "open") serve = args[1] as typeof serve;
      if (name === "open" || name === "add") return OPENED;
      if (name === "reach") return { id: (args[0] as { id: number }).id, value: new Uint8Array(7) };
      return (await serve({ call: 1, target: 0, args: [] })).thrown
        ? { thrown: { is: "host", number: 0 }, calls: [], isOver: false }
        : FINE;
    };
    const layers = [liar(says), wasm({ afterFault: "continue" })];
    const target = wasmModule(new Uint8Array(1), { imports: { env: { read } } });
    const guest = await isolate(layers).open(target);
    await expect(guest.exports.run.async()).rejects.toMatchObject(protocol);
  });

  it.each([
    ["anything", { opened: { exports: "all" } }],
    [
      "with two exports of a name",
      { opened: { sha256: "", exports: [...OPENED.opened.exports, ...OPENED.opened.exports] } },
    ],
  ])("is opened as %s: a protocol fault", async (_, opened) => {
    await expect(open(() => opened)).rejects.toMatchObject(protocol);
  });

  it("tells of calls of what it does not export, which are not counted", async () => {
    const guest = await open(
      answering({
        ...FINE,
        calls: [
          ["run", 2],
          ["another", 1],
        ],
      }),
    );
    await guest.exports.run.async();
    expect(guest.status().functions).toEqual([{ symbol: "run", calls: 2, mode: "helper" }]);
  });

  it("calls the host: what there is not, with what cannot be, and when nobody has called it", async () => {
    let serve: (call: unknown) => Promise<unknown> = async () => {};
    const told: unknown[] = [];
    const guest = await open(async (name, args) => {
      if (name === "open") {
        serve = args[1] as typeof serve;
        return OPENED;
      }
      if (name !== "run") return undefined;
      told.push(await serve({ call: 1, target: 99, args: [] }));
      told.push(await serve({ call: 1, target: 0, args: [{}] }).catch(({ fault }) => fault));
      return FINE;
    });
    await guest.exports.run.async();
    expect(told).toMatchObject([{ thrown: { is: "host" } }, protocol.fault]);
    await expect(serve({ call: 1, target: 0, args: [] })).rejects.toMatchObject({
      fault: protocol.fault,
    });
  });

  it("answers with anything at all: a protocol fault", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (said) => {
        const guest = await open(answering(said));
        await expect(guest.exports.run.async()).rejects.toMatchObject(protocol);
      }),
    );
  });
});
