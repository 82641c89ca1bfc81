import { fileURLToPath } from "node:url";
import { Admission, libraryPolicy } from "@cofferdam/admission";
import { type IsolationLayer, isolate, type Opening } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import { afterEach, describe, expect, it } from "vitest";
import { openRemotely } from "../../dist/host/open-remotely.js";
import { checkedOptions, type ProcessHelperOptions } from "../../dist/host/options.js";
import { faultOf } from "../replacement/counting.ts";

const liar = fileURLToPath(new URL("liar.mjs", import.meta.url));
koffi.proto("int LiarCallback(int value)");

const opened: Disposable[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one[Symbol.dispose]();
});

/** A layer whose helpers are liars. */
function lying(deed: string, options: ProcessHelperOptions = {}): IsolationLayer {
  const checked = checkedOptions({ timeout: 1000, spare: 0, confinement: false, ...options });
  const policy = libraryPolicy({}, "/");
  const program = ({ arena }: { arena: unknown }) => ({
    path: process.execPath,
    args: [liar, deed],
    env: [],
    arena,
    fds: [],
    report: false,
    output: "tail",
  });
  const settings = { options: checked, policy, admission: new Admission(policy), program };
  return {
    name: "process-helper",
    moves: true,
    open: <Handle>(opening: Opening<Handle>) =>
      openRemotely(opening as never, settings as never) as Handle | Promise<Handle>,
  };
}

function openLiar(deed: string, options?: ProcessHelperOptions) {
  const lib: Library = isolate([lying(deed, options)]).openSync(library("libm.so.6"));
  opened.push(lib);
  return {
    lib,
    add: lib.func("int add(int a, int b)"),
    fill: lib.func("int fill(uint8_t *bytes, int length)"),
    output: lib.func("int output(_Out_ int *value)"),
    callBack: lib.func("int call_back(LiarCallback *callback, int value)"),
  };
}

const protocol = expect.objectContaining({ code: "ERR_ISOLATION_PROTOCOL" });

describe("a helper that lies in answer to a call", () => {
  it.each([
    "boolean",
    "nothing",
    "object",
    "linked",
    "host",
    "garbage",
    "long",
    "huge",
    "negative",
    "fraction",
    "nan",
    "tooLong",
    "grows",
    "growsInPlace",
    "bytes",
    "outputs",
    "longCallback",
    "garbageCallback",
    "fault",
  ])("(%s) breaks the protocol, whichever kind of call it is", async (deed) => {
    const { add } = openLiar(deed);
    expect(() => add(1, 2)).toThrow(protocol);
    expect((await faultOf(add.async(1, 2))).kind).toBe("protocol");
  });

  it.each(["bytes", "outputs"])(
    "(%s) changes nothing that was not lent to be written",
    async (deed) => {
      const { add, fill, output } = openLiar(deed);
      const own = Buffer.alloc(4, 1);
      expect(() => fill(own, 4)).toThrow(protocol); // eight bytes for four
      expect((await faultOf(fill.async(own, 4))).kind).toBe("protocol");
      expect(own).toEqual(Buffer.alloc(4, 1));
      const value = [7];
      if (deed === "outputs") expect(() => output(value)).toThrow(protocol);
      expect(value).toEqual([7]);
      expect(({} as { polluted?: true }).polluted).toBeUndefined();
      expect(() => add(1, 2)).toThrow(protocol);
    },
  );

  it.each(["firstOnly", "firstGarbage"])(
    "(%s) and is honest in the next answers, fails all that it had, and ends no host",
    async (deed) => {
      const { add } = openLiar(deed);
      const calls = [faultOf(add.async(1, 2)), add.async(3, 4), add.async(5, 6)] as const;
      await null; // they are sent
      for (const end = performance.now() + 300; performance.now() < end; ); // all answers are there
      expect((await calls[0]).kind).toBe("protocol");
      // each next helper lies about its first call again
      for (const { status } of await Promise.allSettled(calls.slice(1))) {
        expect(["fulfilled", "rejected"]).toContain(status);
      }
    },
  );

  it("by a callback that does not exist gets an error in return, and the call goes on", async () => {
    const { add, callBack } = openLiar("unknownCallback");
    expect(add(1, 2)).toBe(3);
    expect(await callBack.async(() => 1, 2)).toBe(3);
  });

  it("by callbacks without an end is late", async () => {
    const { add } = openLiar("endlessCallbacks");
    expect(() => add(1, 2)).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_TIMEOUT" }));
    expect((await faultOf(add.async(1, 2))).kind).toBe("timeout");
  });

  it("by the number of an error that no callback threw gives its own error", () => {
    expect(() => openLiar("threwNumber").add(1, 2)).toThrow("it");
  });

  it("by members named __proto__ gives plain members", () => {
    const { lib } = openLiar("boolean");
    const value = lib.decode(1n, "int") as object;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe("a helper that lies while it starts", () => {
  it("is found out, and not waited for", async () => {
    const layer = lying("noSeal");
    const error = expect.objectContaining({ code: "ERR_HELPER_UNAVAILABLE" });
    expect(() => isolate([layer]).openSync(library("libm.so.6"))).toThrow(error);
    await expect(isolate([layer]).open(library("libm.so.6"))).rejects.toEqual(error);
  });
});
