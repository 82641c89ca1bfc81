import { accessSync, constants } from "node:fs";
import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";
import { launcherPath, sealWhen } from "../../src/native.ts";

const script = new URL("children/sealed.mjs", import.meta.url);

describe("seal(when, traps)", () => {
  it("has calls fail that were not granted", async () => {
    const child = await runChild(script, { args: ["0", "fails"] });
    const refused = { wrote: "EACCES", killed: "EPERM" };
    expect(child.report()).toEqual({ reported: 0, sealed: 0, ...refused });
  });

  it("leaves what is granted", async () => {
    const child = await runChild(script, { args: [`${sealWhen.write}`, "fails"] });
    expect(child.report()).toMatchObject({ sealed: 0, wrote: "done", killed: "EPERM" });
  });

  it("ends a process that makes a dangerous call, when told so", async () => {
    const child = await runChild(script, { args: [`${sealWhen.write}`, "traps"] });
    expect(child.signal).toBe("SIGSYS");
    expect(child.stderr).toBe("violation kill\n");
  });
});

describe("launcherPath()", () => {
  it("is a program that can be started", () => {
    accessSync(launcherPath() ?? "nowhere", constants.X_OK);
  });
});
