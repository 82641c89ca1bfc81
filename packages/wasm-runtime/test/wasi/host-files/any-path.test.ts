import { readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostFolder, hostKinds, hostMountOf } from "../trees.ts";
import { World, WRITE } from "../world.ts";

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("..", "..", "a", "b", "out", "up", "root") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(".", "", "secret.txt", "\0", "...", "..\0", "tmp", "proc"),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const path = fc
  .tuple(fc.constantFrom("", "", "", "/"), fc.array(name, { maxLength: 8 }))
  .map(([start, names]) => start + names.join("/"));

type Change = (world: World, path: string, other: string) => unknown;
const changes: readonly Change[] = [
  (world, path) => world.mkdir(path),
  (world, path) => world.put(path, "WRITTEN"),
  (world, path) => world.open(path, { truncate: true, rights: WRITE }),
  (world, path) => world.unlink(path),
  (world, path) => world.rmdir(path),
  (world, path, other) => world.symlink(other, path),
  (world, path, other) => world.rename(path, other),
  (world, path, other) => world.link(path, other),
  (world, path) => world.call("path_filestat_set_times", 3, 1, ...world.text(path), 0n, 1n, 5),
];

describe.each(hostKinds)("%s", (kind) => {
  it("is left by no path whatever, made of names, links and `..` in any order", () => {
    const step = fc.tuple(fc.nat(changes.length - 1), path, path);
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const { folder, root } = hostFolder();
        symlinkSync("..", join(root, "out"));
        const world = new World({ mounts: { "/": hostMountOf(kind, root) } });
        world.mkdir("a");
        world.mkdir("a/b");
        world.symlink("../..", "a/b/up");
        world.rename("a/b", "b"); // its link leads out now
        for (const [change, one, other] of steps) {
          changes[change]?.(world, one, other);
          expect(world.contents(one)).not.toBe("SECRET");
        }
        world.wasi.dispose();
        expect(readdirSync(folder).sort()).toEqual(["root", "secret.txt"]);
        expect(readFileSync(join(folder, "secret.txt"), "utf8")).toBe("SECRET");
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 200 },
    );
  });
});
