import { describe, it } from "vitest";
import { goOn, killOnce } from "./crash.ts";
import { newFile } from "./logs.ts";

describe("a log whose process is killed", () => {
  it("verifies, and is gone on with", async () => {
    const file = newFile();
    await goOn(file, await killOnce(file, 20_000, 20));
    await goOn(file, await killOnce(file, 0, 20));
  });
});
