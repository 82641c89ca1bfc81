import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { bothWays, endOf } from "./run.ts";
import { trapSignals } from "./trap-signals.ts";

const spin = compileGuest(new URL("guests/spin.c", import.meta.url));

describe("kill from outside", () => {
  const deeds = [
    "wait for events",
    "run JavaScript",
    "run JavaScript, in a callback",
    "run a guest",
  ];
  for (const deed of deeds) {
    it.concurrent.each(trapSignals)(`with %s ends a process that would ${deed}`, async (signal) => {
      const when = { text: "ready", run: (pid: number) => process.kill(pid, signal) };
      const { guarded, bare } = await bothWays("endings", [deed, spin], { when });
      expect(endOf(guarded)).toEqual({ status: null, signal, timedOut: false });
      expect(endOf(guarded)).toEqual(endOf(bare));
    });
  }
});

describe("process.kill(process.pid)", () => {
  for (const deed of ["kill itself", "kill itself, in a callback"]) {
    it.concurrent.each(trapSignals)(`with %s ends a process that would ${deed}`, async (signal) => {
      const { guarded, bare } = await bothWays("endings", [deed, signal]);
      expect(endOf(guarded)).toEqual({ status: null, signal, timedOut: false });
      expect(endOf(guarded)).toEqual(endOf(bare));
    });
  }
});
