import { describe, expect, it } from "vitest";
import { openAuditLog } from "../../../src/audit/audit-log.ts";
import type { AuditEntry, AuditEvent } from "../../../src/audit/event.ts";
import { MAX_TEXT } from "../../../src/audit/limits.ts";
import { verifyAuditLog } from "../../../src/audit/reading/verify.ts";
import { entry, eventsOf, newFile } from "../logs.ts";

function redacted(redact: readonly string[], changes: Partial<AuditEntry>): AuditEvent {
  const file = newFile();
  {
    using log = openAuditLog({ file, redact });
    log.record(entry(changes));
  }
  return eventsOf(file)[0] as AuditEvent;
}

const details = {
  env: { PATH: "/bin", "AWS.KEY": "k" },
  user: { name: "eve", tokens: ["a", "b"] },
};

describe("openAuditLog({ redact })", () => {
  it.each([
    ["details.env", { ...details, env: "[redacted]" }],
    ["details.env.*", { ...details, env: { PATH: "[redacted]", "AWS.KEY": "[redacted]" } }],
    ["details.env.P*", { ...details, env: { ...details.env, PATH: "[redacted]" } }],
    ["details.*.name", { ...details, user: { ...details.user, name: "[redacted]" } }],
    ["**.tokens", { ...details, user: { ...details.user, tokens: "[redacted]" } }],
    ["**.tokens.1", { ...details, user: { ...details.user, tokens: ["a", "[redacted]"] } }],
    ["details.**.name", { ...details, user: { ...details.user, name: "[redacted]" } }],
    ["details", "[redacted]"],
    ["details.**", "[redacted]"],
    ["value:e*", { ...details, user: { ...details.user, name: "[redacted]" } }],
    ["details.nothing.of.the.kind", details],
    ["**.name.first", details],
  ])("leaves out %s", (pattern, expected) => {
    expect(redacted([pattern], { details }).details).toEqual(expected);
  });

  it.each(["target", "resource", "sha256", "mode", "wouldAllow"] as const)(
    "leaves out the text of %s, and nothing else",
    (field) => {
      const told = { sha256: "ab", mode: "ro", wouldAllow: "[ffi]", bytes: 1 };
      const event = redacted([field], told);
      expect(event).toMatchObject({ ...entry(told), [field]: "[redacted]" });
    },
  );

  it("leaves out the file of a rule, or the whole rule, but not its line", () => {
    const rule = { key: "ffi.enabled", file: "/home/eve/cofferdam.toml", line: 2 };
    expect(redacted(["rule.file"], { rule }).rule).toEqual({ ...rule, file: "[redacted]" });
    const whole = { key: "[redacted]", file: "[redacted]", line: 2 };
    expect(redacted(["rule"], { rule }).rule).toEqual(whole);
    expect(redacted(["value:/home/*"], { rule }).rule).toEqual({ ...rule, file: "[redacted]" });
  });

  it("leaves out a value wherever it is: in a text, a number, a message", () => {
    const event = redacted(["value:*4711*"], {
      target: "/data/4711.so",
      resource: "f4711",
      details: { card: 4711, id: 4711n, error: new Error("card 4711"), list: ["4711", "0815"] },
    });
    expect(JSON.stringify(event)).not.toContain("4711");
    expect(event.details?.list).toEqual(["[redacted]", "0815"]);
  });

  it("leaves out what is too long to be looked through for a value", () => {
    const long = { text: `${"x".repeat(MAX_TEXT)}secret` };
    expect(redacted(["value:*secret"], { details: long }).details).toEqual({ text: "[redacted]" });
  });

  it("always tells what happened", () => {
    const event = redacted(["**", "value:*"], {});
    expect(event).toMatchObject({
      kind: "library",
      action: "call",
      outcome: "allow",
      level: "info",
    });
    expect(event.resource).toBe("[redacted]");
  });

  it("covers by the hash what is written", async () => {
    const file = newFile();
    openAuditLog({ file, redact: ["resource"] })[Symbol.dispose]();
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true });
  });
});
