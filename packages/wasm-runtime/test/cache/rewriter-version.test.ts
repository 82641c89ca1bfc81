import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../../src/", import.meta.url));

/** Names and contents of all files: whichever of them changes, what is made with them may be another. */
function digestOfMetering(): string {
  const folder = join(source, "metering");
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length));
  const hash = createHash("sha256");
  for (const name of names.sort()) hash.update(`${name}\0`).update(readFileSync(folder + name));
  return hash.digest("hex");
}

describe("REWRITER_VERSION", () => {
  it("is the digest of the rewriter, so that nobody has to remember to change it", () => {
    const file = join(source, "cache/rewriter-version.ts");
    const text = readFileSync(file, "utf8");
    const right = text.replace(/"[0-9a-f]*";/, `"${digestOfMetering()}";`);
    if (process.env.COFFERDAM_BLESS === "1") writeFileSync(file, right);
    expect(readFileSync(file, "utf8"), "re-bless with COFFERDAM_BLESS=1").toBe(right);
  });
});
