import { expect } from "vitest";

/** What a refusal looks like. */
export function refused(rule: string, resource: string, message: string | RegExp = ""): unknown {
  return expect.objectContaining({
    code: "ERR_DLOPEN_FAILED",
    name: "SetupError",
    rule,
    resource,
    message: expect.stringMatching(message),
  });
}
