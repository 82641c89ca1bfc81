import { fileURLToPath } from "node:url";
import { describe, it } from "vitest";
import { policyJsonSchema } from "../../src/schema/json-schema.ts";
import { expectBlessed, jsonText } from "../blessed.ts";
import { keysPage } from "./keys-page.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe("schema/cofferdam.schema.json", () => {
  it("is made from the table of keys", () => {
    expectBlessed(at("schema/cofferdam.schema.json"), jsonText(policyJsonSchema()));
  });
});

describe("apps/docs/guide/policy-keys.md", () => {
  it("is made from the table of keys", () => {
    expectBlessed(at("../../apps/docs/guide/policy-keys.md"), keysPage());
  });
});
