import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultsOf } from "./run.ts";

describe.each(Object.entries(builds))("the lifetime of an addon, %s", (_, flags) => {
  const file = compileAddon("crimes.c", ...flags);
  const resultOf = resultsOf({ script: "lifetime", file });

  it("refuses all calls from JavaScript after a fault, until it is reopened", async () => {
    const refused = "ERR_ISOLATION_QUARANTINED";
    expect(await resultOf("quarantine")).toMatchObject({
      calls: {
        fault: "ERR_ISOLATION_SIGNAL",
        ...{ function: refused, constructor: refused, method: refused, getter: refused },
      },
      ...{ state: "quarantined", tainted: true },
      ...{ reopened: "open", stillTainted: true, again: { sum: 3 } },
    });
  });

  it("completes work and runs finalizers while it is in quarantine", async () => {
    expect(await resultOf("quarantine")).toMatchObject({ completed: 1, again: { finalized: 1 } });
  });

  it("has layers asked before each file is loaded, before it is reopened, and told of its disposal, once", async () => {
    expect(await resultOf("uses")).toEqual({
      refused: "refused",
      uses: ["load", "reopen", "reopen", "dispose"].map((action) => ["addon", action]),
    });
  });

  it("refuses all calls from JavaScript once it is disposed, and completes work", async () => {
    expect(await resultOf("disposal")).toEqual({
      codes: ["ERR_TARGET_DISPOSED", "ERR_TARGET_DISPOSED"],
      ...{ completed: 1, state: "disposed", faults: {} },
    });
  });

  it("cannot be disposed while one of its functions runs", async () => {
    expect(await resultOf("busy")).toBe("ERR_TARGET_BUSY");
  });

  it("quarantines one opening of a file, not another", async () => {
    expect(await resultOf("two of one file")).toEqual(["quarantined", "open", 3]);
  });

  it("is disposed at the end of a block that declares it with `using`", async () => {
    expect(await resultOf("disposed by using")).toBe("disposed");
  });
});
