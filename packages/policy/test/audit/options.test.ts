import { describe, expect, it } from "vitest";
import { openAuditLog } from "../../src/audit/audit-log.ts";

describe("openAuditLog(options)", () => {
  it.each([
    ["file", ""],
    ["level", "loud"],
    ["onFull", "drop"],
    ["queue", 0],
    ["queue", 1.5],
    ["rotate", -1],
    ["keep", 0],
    ["keep", 1001],
    ["redact", "resource"],
    ["redact", [1]],
  ])("refuses %s: %j", (name, value) => {
    expect(() => openAuditLog({ [name]: value })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_RANGE", message: expect.stringContaining(name) }),
    );
  });

  it("refuses an option that it does not know", () => {
    expect(() => openAuditLog({ onfull: "block" } as object)).toThrow("onfull");
  });
});
