import { describe, expect, it } from "vitest";
import { runChild } from "../../../../testing/child.ts";
import { endingGuest, stateOf, until } from "./counting.ts";

const child = new URL("children/ends.mjs", import.meta.url);
const run = (how: string) => runChild(child, { args: [endingGuest, how], timeout: 15_000 });

describe("a host with helpers", () => {
  it.each(["done", "aborted", "refused"])(
    "ends when it has no more to do, its last call being %s, and its helpers with it",
    async (how) => {
      const { status, stdout } = await run(how);
      expect([status, stdout]).toEqual([0, expect.stringMatching(/no more to do/)]);
      await until(() => stateOf(Number(stdout.split("\n")[0])) === undefined);
    },
  );

  it("takes its helpers along when it is killed", async () => {
    const { signal, stdout } = await run("killed");
    expect(signal).toBe("SIGKILL");
    await until(() => stateOf(Number(stdout.split("\n")[0])) === undefined);
  });
});
