import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ChildResult, runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";
import { moduleOf, temporaryFolder } from "../modules.ts";

const script = fileURLToPath(new URL("../../children/cache.mjs", import.meta.url));
const ROOM = String(2 ** 20);

/** Modules whose `run` returns 1, 2, … */
function moduleFiles(count: number, data = 3000): readonly string[] {
  const folder = temporaryFolder();
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${index + 1}.wasm`);
    writeFileSync(path, moduleOf(index + 1, data));
    return path;
  });
}

/** A file system of its own for the child, that ends with it. @param inner what comes behind its folder */
function onDisk(options: string, inner: string, args: readonly string[]): unknown {
  const folder = temporaryFolder();
  const command = `mount -t tmpfs -o ${options},mode=700 tmpfs ${folder} && exec "$0" "$@"`;
  const child = [process.execPath, script, folder + inner, ...args];
  const output = execFileSync("unshare", ["-m", "sh", "-c", command, ...child], {
    timeout: 60_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(String(output));
}

function canMount(): boolean {
  try {
    execFileSync("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const mounts = canMount();
if (!mounts) console.log("SKIP disks that are full or cannot be written: none can be mounted here");

const warned = (code: string) => [
  { code: "ERR_WASM_CACHE", message: expect.stringContaining(code) },
];

describe("wasm({ cache: folder })", () => {
  it.skipIf(!mounts)(
    "runs modules from a disk that is full, and says once that it keeps nothing",
    () => {
      const files = moduleFiles(4);
      expect(onDisk("size=8k", "", [ROOM, "2", ...files])).toMatchObject({
        results: [1, 2, 3, 4, 1, 2, 3, 4],
        figures: [
          { written: 2, failed: 2, lastError: "ENOSPC" },
          { hits: 2, failed: 2 },
        ],
        warnings: warned("ENOSPC"),
      });
    },
  );

  it.skipIf(!mounts)("runs modules where the folder can only be read, likewise", () => {
    expect(onDisk("ro", "", [ROOM, "1", ...moduleFiles(2)])).toMatchObject({
      results: [1, 2],
      figures: [{ written: 0, failed: 2, lastError: "EROFS" }],
      warnings: warned("EROFS"),
    });
  });

  it.skipIf(!mounts)("runs modules where the folder cannot even be made, likewise", () => {
    expect(onDisk("ro", "/cache", [ROOM, "1", ...moduleFiles(2)])).toMatchObject({
      results: [1, 2],
      figures: [{ hits: 0, written: 0, failed: 1, lastError: "EROFS" }],
      warnings: warned("EROFS"),
    });
  });

  it("serves many processes at once, though each removes what the others wrote", async () => {
    const folder = join(temporaryFolder(), "cache");
    mkdirSync(folder, { mode: 0o700 });
    const files = moduleFiles(6);
    const room = String(3 * 4500);
    const children = Array.from({ length: 3 }, () =>
      runChild(script, { args: [folder, room, "20", ...files] }),
    );
    const reports = (await Promise.all(children)).map((child: ChildResult) => child.report());
    const results = Array.from({ length: 20 }, () => [1, 2, 3, 4, 5, 6]).flat();
    for (const report of reports) {
      expect(report).toMatchObject({ results, warnings: [] });
      const { figures } = report as { figures: readonly { rejected: number; evicted: number }[] };
      expect(figures.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(0);
      expect(figures.reduce((sum, { evicted }) => sum + evicted, 0)).toBeGreaterThan(0);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith(".unfinished"))).toEqual([]);
  });
});
