import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Admission } from "../src/admit.js";
import { pathOfDescriptor } from "../src/open-file.js";
import { libraryPolicy } from "../src/policy.js";
import { rules } from "../src/refusal.js";
import { newFolder, openDescriptors, put } from "./files.js";

vi.mock("../src/open-file.js", { spy: true });

const folder = newFolder();
const library = put(join(folder, "liba.so"));
const platform = process.platform;
afterEach(() => {
  vi.mocked(pathOfDescriptor).mockReset();
  Object.defineProperty(process, "platform", { value: platform });
});

describe("Admission", () => {
  const admission = new Admission(libraryPolicy({}, folder));

  it.each([`${library} (deleted)`, "/elsewhere/liba.so", undefined])(
    "gives up, and keeps nothing open, where the file it opens is ten times %s",
    (path) => {
      vi.mocked(pathOfDescriptor).mockReturnValue(path);
      const before = openDescriptors();
      expect(() => admission.admit(library)).toThrow(
        expect.objectContaining({ rule: "unsteady", resource: library }),
      );
      expect(pathOfDescriptor).toHaveBeenCalledTimes(10);
      expect(openDescriptors()).toBe(before);
    },
  );

  it("opens anew where another file took the place once", () => {
    vi.mocked(pathOfDescriptor).mockReturnValueOnce(`${library} (deleted)`);
    const before = openDescriptors();
    using admitted = admission.admit(library);
    expect(admitted.realPath).toBe(library);
    expect(openDescriptors()).toBe(before + 1);
  });

  it("is refused on a platform where no file can be checked", () => {
    Object.defineProperty(process, "platform", { value: "darwin" });
    expect(() => new Admission(libraryPolicy({}, folder))).toThrow(
      expect.objectContaining({ code: "ERR_UNSUPPORTED_PLATFORM" }),
    );
  });
});

describe("every rule", () => {
  const tests = ["admit", "pins", "refusals"].map((name) =>
    readFileSync(new URL(`${name}.test.ts`, import.meta.url), "utf8"),
  );

  it.each(Object.keys(rules))("has a test of %s", (rule) => {
    expect(tests.some((text) => text.includes(`"${rule}"`))).toBe(true);
  });

  it.each(Object.entries(rules))("ends %s in one way out", (_rule, text) => {
    expect(text("x")).toMatch(/^[^.]+\. [A-Z`][^.]+\.$/);
  });
});
