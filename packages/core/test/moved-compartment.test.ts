import { subscribe, unsubscribe } from "node:diagnostics_channel";
import {
  type AfterFault,
  type ExitFault,
  type IsolationLayer,
  type MovedCompartment,
  movedCompartment,
} from "@cofferdam/core";
import { describe, expect, it } from "vitest";

const fault: ExitFault = { kind: "exit", exitCode: null, signal: "SIGKILL" };
const place = { symbol: "parse", layer: "process-helper" };
const moved = (afterFault: AfterFault, layers: readonly IsolationLayer[] = []) =>
  movedCompartment({ name: "libparser.so", kind: "library" }, layers, afterFault);
const coded = (code: string) => expect.objectContaining({ code });
const call = (compartment: MovedCompartment) => () => compartment.assertOpen("call parse");

describe("movedCompartment(target, layers, afterFault)", () => {
  it("lets calls in, and tells the same of itself as of a target in this process", () => {
    const compartment = moved("quarantine", [{ name: "counting", status: () => ({ seen: 3 }) }]);
    expect(call(compartment)).not.toThrow();
    const functions = [
      { symbol: "parse", calls: 2, mode: "helper" },
      { symbol: "print", calls: 1, mode: "helper" },
    ] as const;
    expect(compartment.status(functions)).toEqual({
      target: "libparser.so",
      kind: "library",
      state: "open",
      afterFault: "quarantine",
      tainted: false,
      faults: {},
      lastFault: null,
      reopened: 0,
      calls: 3,
      functions,
      layers: [{ name: "counting", seen: 3 }],
    });
  });

  it("decorates with the layers that it was given, and with the target's name", () => {
    const linked: unknown[] = [];
    const link: IsolationLayer["link"] = (next, linking) => {
      linked.push(linking);
      return (...args) => next(...args) + 1;
    };
    const compartment = moved("quarantine", [{ name: "adding", link }]);
    const gate = compartment.decorate((value) => value * 2, { symbol: "twice", async: false });
    expect(gate(3)).toBe(7);
    const opened = { name: "libparser.so", kind: "library" };
    const linking = { target: "libparser.so", opened, symbol: "twice", async: false };
    expect(linked).toEqual([linking]);
    expect(compartment.decorates({ symbol: "twice", async: false })).toBe(true);
    expect(moved("quarantine").decorates({ symbol: "twice", async: false })).toBe(false);
  });
});

describe("movedCompartment: faulted(place, fault, cause)", () => {
  it("counts, taints, publishes, and returns the error to throw", () => {
    const compartment = moved("continue");
    const events: unknown[] = [];
    const listen = (event: unknown) => events.push(event);
    subscribe("cofferdam:fault", listen);
    const cause = new Error("a callback threw");
    const error = compartment.faulted(place, fault, cause);
    unsubscribe("cofferdam:fault", listen);
    expect(error).toMatchObject({ code: "ERR_ISOLATION_EXIT", ...place, fault, cause });
    expect(error).toMatchObject({ target: "libparser.so" });
    expect(events).toEqual([{ target: "libparser.so", ...place, fault, error }]);
    expect(compartment.faulted(place, fault)).not.toHaveProperty("cause");
    const after = { faults: { exit: 2 }, lastFault: fault, tainted: true, state: "open" };
    expect(compartment.status([])).toMatchObject(after);
  });

  it.each(["quarantine", "promote"] as const)("refuses later calls with %j", (afterFault) => {
    const compartment = moved(afterFault);
    compartment.faulted(place, fault);
    expect(call(compartment)).toThrow(coded("ERR_ISOLATION_QUARANTINED"));
    expect(call(compartment)).toThrow(expect.objectContaining({ cause: fault }));
  });

  it('lets later calls in with "continue"', () => {
    const compartment = moved("continue");
    compartment.faulted(place, fault);
    expect(call(compartment)).not.toThrow();
  });
});

describe("movedCompartment: reopen(reload)", () => {
  it.each([true, false])("ends a quarantine, and the taint only with fresh state (%s)", (fresh) => {
    const compartment = moved("quarantine");
    compartment.faulted(place, fault);
    compartment.reopen(() => ({ fresh }));
    expect(call(compartment)).not.toThrow();
    const after = { state: "open", tainted: !fresh, reopened: 1 };
    expect(compartment.status([])).toMatchObject(after);
  });

  it("leaves it quarantined when it cannot be loaded anew", () => {
    const compartment = moved("quarantine");
    const reload = () => {
      throw new Error("it is gone");
    };
    expect(() => compartment.reopen(reload)).toThrow("it is gone");
    expect(compartment.status([])).toMatchObject({ state: "quarantined", reopened: 0 });
  });

  it("is refused while a call is inside, and after disposal", () => {
    const compartment = moved("quarantine");
    const reopen = () => compartment.reopen(() => ({ fresh: true }));
    compartment.enter();
    expect(reopen).toThrow(coded("ERR_TARGET_BUSY"));
    compartment.leave();
    expect(reopen).not.toThrow();
    compartment.dispose();
    expect(reopen).toThrow(coded("ERR_TARGET_DISPOSED"));
  });
});

describe("movedCompartment: replaced()", () => {
  it("ends quarantine and taint, also while calls are inside, and is no reopening", () => {
    const compartment = moved("quarantine");
    compartment.faulted(place, fault);
    compartment.enter();
    compartment.replaced();
    expect(call(compartment)).not.toThrow();
    const after = { state: "open", tainted: false, reopened: 0, faults: { exit: 1 } };
    expect(compartment.status([])).toMatchObject(after);
  });

  it("opens nothing that was disposed", () => {
    const compartment = moved("quarantine");
    compartment.dispose();
    compartment.replaced();
    expect(call(compartment)).toThrow(coded("ERR_TARGET_DISPOSED"));
  });
});

describe("movedCompartment: dispose()", () => {
  it("ends all calls, any number of times", () => {
    const compartment = moved("quarantine");
    compartment.dispose();
    compartment.dispose();
    expect(call(compartment)).toThrow(coded("ERR_TARGET_DISPOSED"));
    expect(compartment.status([])).toMatchObject({ state: "disposed" });
  });

  it("is refused while a call is inside", () => {
    const compartment = moved("quarantine");
    compartment.enter();
    expect(() => compartment.dispose()).toThrow(coded("ERR_TARGET_BUSY"));
    compartment.leave();
    expect(() => compartment.dispose()).not.toThrow();
  });
});
