import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildComponents } from "@cofferdam/testing/wasm/components/build.mjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  hostFiles,
  memoryFiles,
  WasiExit,
  type WasiOptions,
  type WasmLimits,
} from "../../src/index.ts";
import { hosts, openNamed } from "./open.ts";

beforeAll(() => buildComponents());

const openTraveller = (wasi: WasiOptions = {}, limits: WasmLimits = {}) =>
  openNamed("traveller", { wasi }, { limits });

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is the guest's, with a secret beside it that is not. */
function hostFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-component-"));
  folders.push(folder);
  mkdirSync(join(folder, "root/inside"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "SECRET");
  writeFileSync(join(folder, "root/open.txt"), "for all to read");
  symlinkSync("..", join(folder, "root/link-out"));
  symlinkSync(join(folder, "secret.txt"), join(folder, "root/absolute"));
  return folder;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined; // a descriptor that was closed since
  }
}

describe("component(source, { wasi })", () => {
  it("shows nothing that was not named", async () => {
    const { exports } = await openTraveller();
    expect(exports.variable("PATH")).toBeUndefined();
    expect(() => exports.read("/etc/passwd")).toThrow(
      expect.objectContaining({ payload: expect.any(String) }),
    );
    expect(() => exports.names("/")).toThrow();
  });

  it("shows the variables that it was given", async () => {
    const { exports } = await openTraveller({ env: { COLOUR: "red=blue", EMPTY: "" } });
    expect([exports.variable("COLOUR"), exports.variable("EMPTY")]).toEqual(["red=blue", ""]);
  });

  it("has the same clock and the same random numbers each time, where they are not real", async () => {
    const wasi: WasiOptions = { clock: { now: 1_700_000_000_000 }, random: { seed: "again" } };
    const see = async () => {
      const { exports } = await openTraveller(wasi);
      return [exports.now(), exports.now(), exports.random(), exports.random()];
    };
    const seen = await see();
    expect(seen.slice(0, 2)).toEqual([1_700_000_000_000_000_000n, 1_700_000_000_000_000_000n]);
    expect(seen[2]).not.toBe(seen[3]);
    expect(await see()).toEqual(seen);
  });

  it("has a real clock and real random numbers otherwise", async () => {
    const [{ exports }, other] = [await openTraveller(), await openTraveller()];
    expect(Math.abs(Number(exports.now() / 1_000_000n) - Date.now())).toBeLessThan(5000);
    expect(exports.random()).not.toBe(other.exports.random());
  });

  it("lets a virtual clock go on instead of waiting", async () => {
    const { exports } = await openTraveller({ clock: { now: 0 } });
    const begun = performance.now();
    expect(exports.sleep(800)).toBe(800_000_000n);
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it("ends what sleeps past its deadline", async () => {
    const { exports } = await openTraveller({}, { timeout: 100 });
    expect(() => exports.sleep(60_000)).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_TIMEOUT" }),
    );
  });

  it("keeps so much of the output as its limit, and says that there was more", async () => {
    const guest = await openTraveller({}, { stdoutLimit: "1KiB" });
    const few = guest.call("print", "line\n", 3).report;
    expect(few).toMatchObject({ stdout: "line\nline\nline\n", stdoutTruncated: false });
    const many = guest.call("print", "0123456789", 100_000).report;
    expect(many).toMatchObject({ stdoutTruncated: true });
    expect(many.stdout).toBe("0123456789".repeat(103).slice(0, 1024));
  });

  it("hands output to a function of the host as it comes", async () => {
    const chunks: string[] = [];
    const stdout = (chunk: Uint8Array) => chunks.push(new TextDecoder().decode(chunk));
    const { exports } = await openTraveller({ stdout });
    exports.print("abc", 2);
    expect(chunks.join("")).toBe("abcabc");
  });

  it("throws WasiExit when the guest exits, and begins anew after that", async () => {
    const { exports } = await openTraveller({ mounts: { "/data": memoryFiles({ "a.txt": "a" }) } });
    exports.write("/data/a.txt", "changed");
    expect(() => exports.leave(3)).toThrow(WasiExit);
    expect(exports.read("/data/a.txt")).toBe("a");
  });
});

describe("component(source, { wasi: { mounts } })", () => {
  it("reads, writes and lists files in memory, and has them again as they were after a reset", async () => {
    const guest = await openTraveller({ mounts: { "/data": memoryFiles({ "a.txt": "one" }) } });
    const { exports } = guest;
    expect(exports.read("/data/a.txt")).toBe("one");
    expect(exports.write("/data/b.txt", "two")).toBe(3n);
    expect([exports.read("/data/b.txt"), exports.names("/data")]).toEqual([
      "two",
      "a.txt\nb.txt\n",
    ]);
    guest.reset();
    expect(exports.names("/data")).toBe("a.txt\n");
  });

  it("reads a directory of the host, and changes nothing in it by default", async () => {
    const folder = hostFolder();
    const { exports } = await openTraveller({ mounts: { "/r": hostFiles(join(folder, "root")) } });
    expect(exports.read("/r/open.txt")).toBe("for all to read");
    for (const name of ["open.txt", "new.txt"]) {
      expect(() => exports.write(`/r/${name}`, "x")).toThrow(/Read-only file system/);
    }
    expect(readFileSync(join(folder, "root/open.txt"), "utf8")).toBe("for all to read");
  });

  it("writes in a directory of the host where it may", async () => {
    const folder = hostFolder();
    const mounts = { "/r": hostFiles(join(folder, "root"), { mode: "rw" }) };
    const { exports } = await openTraveller({ mounts });
    expect(exports.write("/r/inside/new.txt", "text")).toBe(4n);
    expect(readFileSync(join(folder, "root/inside/new.txt"), "utf8")).toBe("text");
  });

  it.each([
    "../secret.txt",
    "inside/../../secret.txt",
    "link-out/secret.txt",
    "absolute",
    "/../secret.txt",
  ])("leads to nothing outside of it: %s", async (path) => {
    const root = join(hostFolder(), "root");
    const { exports } = await openTraveller({ mounts: { "/r": hostFiles(root, { mode: "rw" }) } });
    expect(() => exports.read(`/r/${path}`)).toThrow(
      expect.objectContaining({ payload: expect.any(String) }),
    );
    expect(() => exports.write(`/r/${path}`, "x")).toThrow();
    expect(readFileSync(join(root, "../secret.txt"), "utf8")).toBe("SECRET");
    expect(exports.read("/r/open.txt")).toBe("for all to read");
  });

  it.each([["in memory"], ["of the host"]])(
    "lets no guest out that makes links itself, %s",
    async (kind) => {
      const files =
        kind === "in memory"
          ? memoryFiles({ inside: {} })
          : hostFiles(join(hostFolder(), "root"), { mode: "rw" });
      const { exports } = await openNamed("villain", {
        imports: hosts.villain,
        wasi: { mounts: { "/r": files } },
      });
      expect(exports.climb("/r")).toBe(0);
    },
  );

  it("closes what a guest has left open", async () => {
    const root = join(hostFolder(), "root");
    const leadingThere = () =>
      readdirSync("/proc/self/fd").filter((fd) => {
        const leadsTo = attempt(() => readlinkSync(`/proc/self/fd/${fd}`));
        return leadsTo?.startsWith(root);
      });
    const guest = await openTraveller({ mounts: { "/r": hostFiles(root) } });
    guest.exports.read("/r/open.txt");
    expect(leadingThere()).not.toEqual([]);
    guest.dispose();
    expect(leadingThere()).toEqual([]);
  });
});
