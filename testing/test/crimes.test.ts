/** The hostile corpus against the layers that catch: in place, and on stacks of their own. */
import { constants } from "node:os";
import { beforeAll, describe, expect, it } from "vitest";
import { buildGuests } from "../guests/build.mjs";
import { type Crime, crimes, libraryPath } from "../guests/crimes.mjs";
import {
  type CommitResult,
  type Committed,
  commit,
  type LayerList,
  type ThrownError,
} from "./commit.ts";

const MIB = 1024 ** 2;

/** Who catches an overflow, and of which stack. */
const lists = [
  { list: "signals", overflow: { layer: "signals", limit: 4 * MIB } },
  { list: "signals, stack", overflow: { layer: "stack", limit: MIB } },
] as const;

beforeAll(buildGuests);

for (const { list, overflow } of lists) {
  describe(`[${list}]`, () => claimsAbout(list, overflow));
}

function claimsAbout(list: LayerList, overflow: { layer: string; limit: number }): void {
  let results: CommitResult;
  beforeAll(async () => {
    results = await commit(
      list,
      crimes.map(({ name }) => name),
    );
  });

  function reportOf({ name }: Crime): Committed {
    const report = results.reports.get(name);
    const { status, signal, stderr } = results.child;
    if (report) return report;
    throw new Error(`The child did not survive ${name}: ${signal ?? status}, ${stderr}`);
  }

  for (const crime of crimes) {
    const claims = {
      signal: claimsAboutTrap,
      "stack-overflow": claimsAboutOverflow,
      none: claimsAboutReturn,
    }[crime.expect.kind];
    describe(`a guest that ${crime.title} (${crime.name})`, () => claims(crime));
  }

  function claimsAboutTrap(crime: Crime): void {
    it("gets a SignalError with the signal, its code, its address and its place", () => {
      const error = firstError(reportOf(crime));
      expect(error).toMatchObject({
        classes: ["SignalError", "IsolationError", "Error", "Object"],
        name: "SignalError",
        code: "ERR_ISOLATION_SIGNAL",
        layer: "signals",
        ...placeOf(crime),
        fault: signalFault(crime),
      });
      expect(error.fault).toHaveProperty("address", addressOf(crime, error));
    });

    it("is told in one line by the error's message", () => {
      const { message } = firstError(reportOf(crime));
      const { signal, code } = crime.expect;
      const pattern = `^${crime.name} raised ${signal}: ${code} at .+ \\(caught by signals\\)$`;
      expect(message).toMatch(new RegExp(pattern));
    });

    claimsAboutFault(crime);
  }

  function claimsAboutOverflow(crime: Crime): void {
    it("gets a StackOverflowError with the size of the stack and its place", () => {
      const report = reportOf(crime);
      const error = firstError(report);
      const limit = list === "signals" ? inPlaceBytes(report) : overflow.limit;
      expect(limit).toBeLessThanOrEqual(overflow.limit);
      expect(error).toMatchObject({
        classes: ["StackOverflowError", "IsolationError", "Error", "Object"],
        name: "StackOverflowError",
        code: "ERR_ISOLATION_STACK_OVERFLOW",
        layer: overflow.layer,
        message: expect.stringContaining(`overflowed its stack of ${limit} bytes`),
        ...placeOf(crime),
        fault: {
          kind: "stack-overflow",
          limit,
          address: expect.stringMatching(/^0x[1-9a-f]/),
          term: ["native_signal", constants.signals.SIGSEGV],
        },
      });
    });

    claimsAboutFault(crime);
  }

  function claimsAboutReturn(crime: Crime): void {
    it("returns its result, both times", () => {
      const { first, second } = reportOf(crime);
      expect([first.value, second.value]).toEqual([crime.result, crime.result]);
    });

    it("does no harm to the host or to a bystander", () => {
      expect(reportOf(crime).troubles).toEqual([]);
    });
  }

  function claimsAboutFault(crime: Crime): void {
    const { frame } = crime.expect;
    const shown = frame ? `names ${frame}` : "shows where it got to, all that is left of its stack";
    it(`${shown} in the frames`, () => {
      const frames = framesOf(firstError(reportOf(crime)));
      if (frame) expect(frames.map(({ symbol }) => symbol)).toContain(frame);
      else expect(frames).toEqual([{ pc: crime.expect.address }]);
    });

    it("is quarantined, with the fault in status()", () => {
      const report = reportOf(crime);
      const { fault } = firstError(report);
      expect(report.whileTainted?.again.code).toBe("ERR_ISOLATION_QUARANTINED");
      expect(report.whileTainted?.status).toMatchObject({
        state: "quarantined",
        tainted: true,
        faults: { [fault?.kind ?? ""]: 1 },
        lastFault: fault,
      });
    });

    it("gets the same error the second time", () => {
      const { first, second } = reportOf(crime);
      expect(steady(second.error)).toEqual(steady(first.error));
    });

    it("leaves the host well, and a bystander's thread alone", () => {
      expect(reportOf(crime).troubles).toEqual([]);
    });
  }
}

function firstError({ first }: Committed): ThrownError {
  if (first.error === undefined) throw new Error(`It returned ${first.value}.`);
  return first.error;
}

function placeOf({ name }: Crime): object {
  return { target: libraryPath(name), symbol: name };
}

function signalFault({ expect: { signal, code } }: Crime): object {
  if (signal === undefined) throw new Error("The row names no signal.");
  const number = constants.signals[signal];
  return {
    kind: "signal",
    signal: number,
    name: signal,
    codeName: code,
    term: ["native_signal", number],
  };
}

/** The catalogue speaks of si_addr; a fault has an address only where that is one. */
function addressOf({ expect: row }: Crime, { fault }: ThrownError): unknown {
  const hasAddress = row.code !== "SI_KERNEL" && row.code !== "SI_TKILL";
  if (!hasAddress) return null;
  if (row.addressIsPc && fault?.kind === "signal") return fault.pc;
  return row.address ?? expect.stringMatching(/^0x[1-9a-f]/);
}

function framesOf({ fault }: ThrownError) {
  return fault?.kind === "signal" || fault?.kind === "stack-overflow" ? fault.frames : [];
}

function inPlaceBytes({ whileTainted }: Committed): number {
  return whileTainted?.status.inPlaceStackBytes ?? Number.NaN;
}

/** An error without its addresses: a library is not always loaded at the same place. */
function steady(error: ThrownError | undefined): unknown {
  const text = JSON.stringify(error, (key, value) => (key === "moduleOffset" ? undefined : value));
  return JSON.parse(text.replaceAll(/0x[0-9a-f]{6,}/g, "(address)"));
}
