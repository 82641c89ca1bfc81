// bcrypt (C++, node-addon-api, registers itself): its own tests, written for jest, run here.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { chai, describe, expect, it } from "vitest";

const opened = isolate([signals(), stack()]).openSync(addon("bcrypt", { from: import.meta.url }));
const require = createRequire(import.meta.url);

/** jest's `toThrow("")`: every message contains that. For vitest, it asks for an empty one. */
chai.use(({ Assertion }, { overwriteMethod }) => {
  overwriteMethod(Assertion.prototype, "toThrow", (toThrow: (expected: unknown) => void) => {
    return function (this: object, expected: unknown) {
      return toThrow.call(this, expected === "" ? undefined : expected);
    };
  });
});

type Done = (error?: Error) => void;

/** jest's `test`: one with a parameter is over when it calls that. */
function test(name: string, run: (done?: Done) => unknown): void {
  it(name, () => {
    if (run.length === 0) return run();
    return new Promise<void>((resolve, reject) => {
      run((error) => (error ? reject(error) : resolve()));
    });
  }, 240_000);
}

Object.assign(globalThis, { test, it, expect, jest: { setTimeout: () => {} } });

describe("the tests of bcrypt, through the guard", () => {
  const folder = join(dirname(require.resolve("bcrypt")), "test");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".test.js"))) {
    describe(file, () => {
      require(join(folder, file));
    });
  }
});

describe("bcrypt, when its tests are over", () => {
  it("was what they tested, and had no fault", () => {
    expect(require("bcrypt")).toBe(opened.exports);
    const { calls, faults, state } = opened.status();
    expect({ faults, state }).toEqual({ faults: {}, state: "open" });
    expect(calls).toBeGreaterThan(100);
  });
});
