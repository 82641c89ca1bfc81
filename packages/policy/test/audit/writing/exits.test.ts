import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";
import { verifyAuditLog } from "../../../src/audit/reading/verify.ts";
import { eventsOf, newFile } from "../logs.ts";

const script = new URL("../children/end.mjs", import.meta.url);

describe("a process that ends before its event loop has written what waits", () => {
  it.each([
    ["no more to do", 0],
    ["process.exit", 0],
    ["process.exit in a later turn", 0],
    ["an uncaught error", 1],
    ["a rejection", 1],
    ["an error in a timer", 1],
    ["worker", 0],
  ])("writes it all: %s", async (way, status) => {
    const file = newFile();
    expect(await runChild(script, { args: [file, way] })).toMatchObject({ status });
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, events: 1000, warnings: [] });
  });

  it("writes what others record while it ends", async () => {
    const file = newFile();
    await runChild(script, { args: [file, "an event while it ends"] });
    expect(eventsOf(file).at(-1)).toMatchObject({ resource: "at exit" });
  });
});
