import { afterFaultOf, type IsolationLayer, isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";

const moving: IsolationLayer = { name: "moving", moves: true, open: (_opening, next) => next() };
const target = { kind: "test", name: "a target", load: () => "the handle" };

describe("afterFaultOf(layers)", () => {
  it("is what the outermost layer that says so decides, else quarantine", () => {
    expect(afterFaultOf([])).toBe("quarantine");
    expect(afterFaultOf([stack(), signals()])).toBe("quarantine");
    const layers = [
      deadline({ timeout: 1, afterFault: "exit" }),
      signals({ afterFault: "continue" }),
    ];
    expect(afterFaultOf(layers)).toBe("exit");
  });
});

describe('afterFault: "promote"', () => {
  it.each([
    ["alone", [signals({ afterFault: "promote" })]],
    ["with the layer that moves further in", [signals({ afterFault: "promote" }), moving]],
    ["of deadline", [deadline({ timeout: 1, afterFault: "promote" })]],
  ])("is refused without a layer further out that moves: %s", async (_how, layers) => {
    const { name } = layers[0] as IsolationLayer;
    const error = expect.objectContaining({
      name: "SetupError",
      code: "ERR_LAYER_UNAVAILABLE",
      message: expect.stringMatching(
        `as the layer ${name} says: .* Put processHelper\\(\\) in front, or choose another \`afterFault\``,
      ),
    });
    expect(() => isolate(layers).openSync(target)).toThrow(error);
    await expect(isolate(layers).open(target)).rejects.toThrow(error);
  });

  it("may be said by the layer that moves itself", () => {
    const layers = [{ ...moving, afterFault: "promote" } as const, signals()];
    expect(isolate(layers).openSync(target)).toBe("the handle");
  });

  it("is not looked at where a layer further out decides otherwise", () => {
    const layers = [
      deadline({ timeout: 1, afterFault: "continue" }),
      signals({ afterFault: "promote" }),
    ];
    expect(isolate(layers).openSync(target)).toBe("the handle");
  });

  it("quarantines what is in this process", () => {
    const layers = [moving, signals({ afterFault: "promote" })];
    using libc = isolate(layers).openSync(library("libc.so.6"));
    const strlen = libc.func("size_t strlen(const char *text)");
    expect(() => strlen(null)).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }));
    expect(() => strlen("")).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_QUARANTINED" }),
    );
    expect(libc.status()).toMatchObject({ state: "quarantined", afterFault: "promote" });
  });
});
