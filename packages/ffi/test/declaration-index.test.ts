import { declare, linkedParameter, typeNamed } from "@cofferdam/ffi/declaration";
import { describe, expect, it } from "vitest";

describe("@cofferdam/ffi/declaration", () => {
  it("reads declarations without a library", () => {
    const declared = declare(["size_t no_such_function(const char *text, _Out_ int *value)"]);
    expect(declared).toMatchObject({ name: "no_such_function", variadic: false });
    expect(declared.parameters.map(linkedParameter)).toEqual([
      { pointer: true, readOnly: true },
      { pointer: true, readOnly: false },
    ]);
    expect(typeNamed("int")).toMatchObject({ primitive: "Int32" });
  });
});
