/** What the corpus does when nobody contains it: or the other tests would prove nothing. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildGuests } from "../guests/build.mjs";
import { crimes } from "../guests/crimes.mjs";
import { commit } from "./commit.ts";

const HANDFUL = ["null_write", "bus_error", "divide_by_zero", "illegal_instruction", "abort_call"];

beforeAll(buildGuests);

describe("plain koffi, without a layer", () => {
  for (const crime of crimes.filter(({ name }) => HANDFUL.includes(name))) {
    it(`dies of a guest that ${crime.title} (${crime.name})`, async () => {
      const { child, reports } = await commit("plain koffi", [crime.name]);
      expect(child.signal).toBe(crime.expect.signal);
      expect(reports.size).toBe(0);
    });
  }

  it("computes wrong after a guest that returns with denormals switched off", async () => {
    const { reports } = await commit("plain koffi", ["dirty_ftz"]);
    expect(reports.get("dirty_ftz")?.troubles).toContain("denormals are flushed to zero");
  });
});

describe("[stack] alone: detected, not contained", () => {
  for (const crime of crimes.filter(({ expect: { kind } }) => kind === "stack-overflow")) {
    it(`dies of SIGSEGV when a guest ${crime.title} (${crime.name})`, async () => {
      const { child, reports } = await commit("stack", [crime.name]);
      expect(child.signal).toBe("SIGSEGV");
      expect(reports.size).toBe(0);
    });
  }
});
