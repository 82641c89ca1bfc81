import { describe, expect, it } from "vitest";
import { assignOutputs, type Output } from "../../src/wire/outputs.ts";

describe("assignOutputs(args, outputs, expected)", () => {
  it("puts elements and members in the caller's own containers", () => {
    const [array, object] = [[0, 0], {}];
    const outputs: readonly Output[] = [
      [1, [5, 6]],
      [2, { x: 1, y: { z: 2 } }],
    ];
    assignOutputs(
      [0, array, object],
      outputs,
      new Map([
        [1, undefined],
        [2, ["x", "y"]],
      ]),
    );
    expect(array).toEqual([5, 6]);
    expect(object).toEqual({ x: 1, y: { z: 2 } });
  });

  it("makes a member named __proto__ a member", () => {
    const object = {};
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}}');
    assignOutputs([object], [[0, hostile]], new Map([[0, ["__proto__"]]]));
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.keys(object)).toEqual(["__proto__"]);
  });

  const expected = new Map([
    [0, undefined],
    [1, ["x"]],
  ]);

  it.each<[string, Output]>([
    ["for an argument that is none", [2, [1, 2]]],
    ["for one that is not there", [9, [1]]],
    ["of another length", [0, [1]]],
    ["that is no array", [0, { length: 2 }]],
    ["that is no object", [1, null]],
    ["that is an array in place of an object", [1, [1]]],
    ["with a member that its type does not have", [1, { x: 1, toString: 2 }]],
  ])("refuses an output %s, with nothing assigned", (_name, output) => {
    const args = [[0, 0], { x: 0 }, [0, 0]];
    expect(() => assignOutputs(args, [[1, { x: 1 }], output], expected)).toThrow(
      expect.objectContaining({ name: "WireError", code: "ERR_WIRE_VALUE" }),
    );
    expect(args).toEqual([[0, 0], { x: 0 }, [0, 0]]);
  });
});
