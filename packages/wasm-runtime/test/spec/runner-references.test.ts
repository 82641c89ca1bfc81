import { describe, expect, it } from "vitest";
import { resultsOf } from "./run-text.ts";

const major = Number.parseInt(process.versions.node, 10);
const missing = major < 22 ? `Node ${major} has no garbage collected objects` : undefined;

const module = `(module
  (type $struct (struct))
  (type $array (array i32))
  (func (export "i31") (result i31ref) (ref.i31 (i32.const 1)))
  (func (export "struct") (result anyref) (struct.new $struct))
  (func (export "array") (result anyref) (array.new $array (i32.const 0) (i32.const 1)))
  (func (export "host") (param externref) (result anyref) (any.convert_extern (local.get 0))))`;
const kinds = ["i31", "struct", "array"] as const;

describe.skipIf(missing)(`references${missing ? ` (skipped: ${missing})` : ""}`, () => {
  it.each(kinds)("of the kind %s pass as that kind, and fail as the others", async (kind) => {
    for (const claimed of kinds) {
      const claim = `(assert_return (invoke "${kind}") (ref.${claimed}))`;
      const [, result] = await resultsOf(`${module} ${claim}`);
      expect(result, claim).toMatch(claimed === kind ? /^pass$/ : /^fail: returned/);
    }
  });

  it("from the host are the ones that were given", async () => {
    const results = await resultsOf(`${module}
      (assert_return (invoke "host" (ref.extern 1)) (ref.host 1))
      (assert_return (invoke "host" (ref.extern 1)) (ref.host 2))
      (assert_return (invoke "host" (ref.null extern)) (ref.null any))`);
    expect(results).toEqual(["pass", "pass", "fail: returned [object]", "pass"]);
  });
});
