import { fstatSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Descriptor } from "../../../src/audit/writing/descriptor.ts";
import { newFile, nextTurn } from "../logs.ts";

describe("new Descriptor(path).close()", () => {
  it("keeps the number until a write that is under way has ended: another file could get it", async () => {
    const file = newFile();
    const descriptor = await Descriptor.create(file, 0o600);
    const bytes = Buffer.alloc(64 * 1024 * 1024, "x");
    let isWritten = false;
    descriptor.write(bytes, 0, (error) => {
      expect(error).toBeNull();
      isWritten = true;
    });
    descriptor.close();
    while (!isWritten) {
      fstatSync(descriptor.fd);
      await nextTurn();
    }
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});
