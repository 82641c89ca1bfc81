import { execFileSync } from "node:child_process";
import { closeSync, existsSync, openSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLibrary, systemPlaces } from "../src/find.js";
import { neededLibraries } from "../src/needed.js";
import { elfFile, newFolder, openDescriptors, put } from "./files.js";

const folder = newFolder();
const system = join(folder, "system");
const places = systemPlaces(join(folder, "none"), [system]);

function needed(path: string) {
  const fd = openSync(path, "r");
  try {
    return neededLibraries({ fd, realPath: path }, places);
  } finally {
    closeSync(fd);
  }
}

/** What the loader itself finds; it is not among them. */
function listedByLdd(path: string): readonly string[] {
  const lines = execFileSync("ldd", [path], { encoding: "utf8" }).matchAll(/ => (\/\S+)/g);
  return [...lines].map(([, found = ""]) => realpathSync(found)).sort();
}

const hasLdd = existsSync("/usr/bin/ldd") && existsSync("/etc/ld.so.cache");

const namesOf = (path: string) => needed(path).libraries.map(({ name }) => name);

describe("neededLibraries(library)", () => {
  it("says where each is, who asks for it, and which are not found", () => {
    const c = put(join(system, "libc.so.6"));
    const b = put(join(folder, "app/libb.so"), elfFile({ needed: ["libc.so.6", "libnone.so"] }));
    const a = put(
      join(folder, "app/liba.so"),
      elfFile({ needed: ["libb.so", "libc.so.6"], runpath: "$ORIGIN" }),
    );
    expect(needed(a)).toEqual({
      isCut: false,
      libraries: [
        { name: "libc.so.6", neededBy: a, realPath: c, isPrivate: false },
        { name: "libnone.so", neededBy: b, realPath: undefined, isPrivate: false },
        { name: "libb.so", neededBy: a, realPath: b, isPrivate: true },
      ],
    });
  });

  it.skipIf(!hasLdd)("finds what ldd finds for libstdc++ (skipped without ldd of glibc)", () => {
    const { realPath } = findLibrary("libstdc++.so.6", "/");
    const fd = openSync(realPath, "r");
    const { libraries } = neededLibraries({ fd, realPath });
    closeSync(fd);
    const found = libraries.filter(({ name }) => !name.startsWith("ld-linux"));
    expect(found.map((library) => library.realPath).sort()).toEqual(listedByLdd(realPath));
  });

  it("ends on libraries that need each other, or themselves", () => {
    put(join(system, "libx.so"), elfFile({ needed: ["liby.so", "libx.so"] }));
    put(join(system, "liby.so"), elfFile({ needed: ["libx.so"] }));
    expect(namesOf(put(join(folder, "cycle.so"), elfFile({ needed: ["libx.so"] })))).toEqual([
      "liby.so",
      "libx.so",
    ]);
  });

  it("uses a runpath for what the library itself needs, an rpath for all below it", () => {
    put(join(folder, "deep/libinner.so"));
    const outer = elfFile({ needed: ["libinner.so"] });
    put(join(folder, "deep/libouter.so"), outer);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as the linker takes it
    const runpath = "${ORIGIN}/deep";
    const top = (how: "runpath" | "rpath") =>
      put(join(folder, `${how}.so`), elfFile({ needed: ["libouter.so"], [how]: runpath }));
    const places = (path: string) => needed(path).libraries.map(({ realPath }) => realPath);
    expect(places(top("runpath"))).toContain(undefined);
    expect(places(top("rpath"))).toEqual([
      join(folder, "deep/libinner.so"),
      join(folder, "deep/libouter.so"),
    ]);
  });

  it("takes $ORIGIN for the real folder, whatever it is called", () => {
    const odd = join(folder, "a $& $ORIGIN $LIB folder");
    const beside = put(join(odd, "libbeside.so"));
    const path = put(
      join(odd, "liba.so"),
      elfFile({ needed: ["libbeside.so"], runpath: "$ORIGIN" }),
    );
    expect(needed(path).libraries[0]?.realPath).toBe(beside);
  });

  it("does not follow folders that depend on the process", () => {
    put(join(folder, "lib/libq.so"));
    const runpath = `$LIB:${folder}/$LIB:lib:$ORIGINAL:`;
    const path = put(join(folder, "q.so"), elfFile({ needed: ["libq.so"], runpath }));
    expect(needed(path).libraries[0]?.realPath).toBeUndefined();
  });

  it("goes on where a needed library is none, or no file", () => {
    put(join(system, "libtext.so"), "no library");
    put(join(system, "libfolder.so/x"), "");
    symlinkSync("/dev/zero", join(system, "libzero.so"));
    const names = ["libtext.so", "libfolder.so", "libzero.so"];
    const before = openDescriptors();
    expect(namesOf(put(join(folder, "odd.so"), elfFile({ needed: names })))).toEqual(names);
    expect(openDescriptors()).toBe(before);
  });

  it("stops at 512, and says so", () => {
    const names = [...Array(600).keys()].map((n) => `lib${n}.so`);
    const { libraries, isCut } = needed(put(join(folder, "many.so"), elfFile({ needed: names })));
    expect([libraries.length, isCut]).toEqual([512, true]);
  });

  it("goes 512 libraries deep", () => {
    for (let n = 0; n < 520; n++) {
      put(join(system, `deep${n}.so`), elfFile({ needed: [`deep${n + 1}.so`] }));
    }
    const { libraries } = needed(join(system, "deep0.so"));
    expect(libraries[0]?.name).toBe("deep512.so");
  });
});
