import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ProcessHelperOptions, processHelper } from "../../dist/index.js";
import { idOf, run, type User, users } from "../confinement/run.ts";

const folder = mkdtempSync(join(tmpdir(), "cofferdam-corpus-"));
afterAll(() => rmSync(folder, { recursive: true }));
chmodSync(folder, 0o755);
const path = compile();
const [OK, EPERM, EACCES] = [0, 1, 13];

/** What the library gets back where it may go on, and the call that its violation names. */
const table: Readonly<Record<string, readonly [refused: number, fault: string | number]>> = {
  read: [EACCES, EACCES], // Landlock's: no system call is forbidden
  environ: [EACCES, EACCES],
  write: [EACCES, "openat"],
  truncate: [EPERM, "truncate"],
  tcp: [EPERM, "socket"],
  "abstract-socket": [EPERM, "socket"],
  "pathname-socket": [EPERM, "socket"],
  shell: [EPERM, "clone"],
  fork: [EPERM, "clone"],
  kill: [EPERM, "kill"],
  tgkill: [EPERM, "tgkill"],
  ptrace: [EPERM, "ptrace"],
  "read-memory": [EPERM, "process_vm_readv"],
  stop: [EPERM, "tgkill"],
  unshare: [EPERM, "unshare"],
  mount: [EPERM, "mount"],
  bpf: [EPERM, "bpf"],
  io_uring: [EPERM, "io_uring_setup"],
  keyctl: [EPERM, "keyctl"],
  "raise-limit": [EPERM, "prlimit64"],
  thread: [OK, OK],
  load: [OK, OK],
  sync: [OK, OK],
  environment: [0, 0],
};

describe.each(users())("a hostile library, opened by %s", (user) => {
  const scene = sceneFor(user);
  const commit = (options: ProcessHelperOptions, names: readonly string[], inner = "") =>
    committed(user, options, names.map(scene.order), inner);

  it.each(["", "inner"])(
    "ends its helper with a violation that names the call, with and without layers in there (%s)",
    async (inner) => {
      const found = await commit({}, Object.keys(table), inner);
      for (const [crime, [, fault]] of Object.entries(table)) {
        expect(found[crime], crime).toBe(fault);
      }
      expect(scene.isVictimWell()).toBe(true);
    },
  );

  it("has the calls fail, and goes on, where violations are refused", async () => {
    const options = { onViolation: "refuse" } as const;
    const found = await commit(options, Object.keys(table));
    for (const [crime, [refused]] of Object.entries(table)) {
      expect(found[crime], crime).toBe(refused);
    }
    expect(scene.isVictimWell()).toBe(true);
  });

  it("does what its user may when it is not confined", async () => {
    const names = ["read", "write", "tcp", "pathname-socket", "shell", "kill"];
    const found = await commit({ confinement: false }, names);
    for (const crime of names) expect(found[crime], crime).toBe(OK);
  });

  it("may read what it is granted, and not change it", async () => {
    const options = { onViolation: "refuse", confinement: { read: [scene.home] } } as const;
    const found = await commit(options, ["read", "truncate", "write", "tcp", "shell"]);
    expect(found).toEqual({ read: OK, truncate: EPERM, write: EACCES, tcp: EPERM, shell: EPERM });
  });

  it("may change what it is granted, and nothing else", async () => {
    const options = { onViolation: "refuse", confinement: { write: [scene.home] } } as const;
    const found = await commit(options, ["write", "truncate", "shadow", "tcp", "shell"]);
    expect(found).toEqual({ write: OK, truncate: OK, shadow: EACCES, tcp: EPERM, shell: EPERM });
  });

  it("may use the network when it is granted, and no sockets of the machine", async () => {
    const options = { onViolation: "refuse", confinement: { network: true } } as const;
    const found = await commit(options, ["tcp", "pathname-socket", "abstract-socket", "read"]);
    expect(found).toEqual({
      tcp: OK,
      "pathname-socket": EPERM,
      "abstract-socket": EPERM,
      read: EACCES,
    });
  });

  it("may start the programs that it is granted, and touch no other process all the same", async () => {
    const confinement = { execute: ["/bin", "/usr/bin"] };
    const found = await commit({ onViolation: "refuse", confinement }, ["shell", "kill", "ptrace"]);
    expect(found).toEqual({ shell: OK, kill: EPERM, ptrace: EPERM });
  });

  it("has the environment that it is granted, and not the host's", async () => {
    const confinement = { env: { A: "12" } };
    expect(await commit({ confinement }, ["environment"])).toEqual({ environment: 5 });
  });

  it("reaches the limits that it is given", async () => {
    const confinement = { memory: "256MiB", files: 60 };
    const found = await commit({ confinement }, ["memory", "duplicates"]);
    expect(found.memory).toBeLessThan(256);
    expect(found.duplicates).toBeLessThan(60);
  });
});

describe("processHelper({ confinement: { require } })", () => {
  it("refuses to start without a piece that is not to be had", () => {
    // no memory limit is set, so that it is not applied
    const layer = processHelper({ confinement: { require: ["memory"] } });
    expect(() => isolate([layer]).openSync(library(path))).toThrow(
      expect.objectContaining({ code: "ERR_HELPER_CONFINEMENT" }),
    );
  });

  it("starts with those that are", () => {
    const layer = processHelper({ confinement: { require: ["seccomp", "landlock-filesystem"] } });
    isolate([layer]).openSync(library(path)).dispose();
  });
});

async function committed(
  user: User,
  options: ProcessHelperOptions,
  crimes: readonly (readonly [string, string])[],
  inner: string,
): Promise<Record<string, string | number>> {
  const script = fileURLToPath(new URL("commit.mjs", import.meta.url));
  const args = [script, path, JSON.stringify(options), JSON.stringify(crimes), inner];
  const ended = await run([process.execPath, ...args], { user, env: { SECRET: "host's" } });
  if (ended.status !== 0) throw new Error(`${ended.stderr} ${ended.stdout}`);
  return JSON.parse(ended.stdout);
}

/** What the crimes are committed on, all of it the user's own. */
function sceneFor(user: User) {
  const home = join(folder, `home-${user}`);
  const abstract = `cofferdam-corpus-${process.pid}-${user}`;
  const servers = [createServer(), createServer(), createServer()] as const;
  const victim = spawn("sleep", ["300"], { uid: idOf(user), gid: idOf(user), stdio: "ignore" });

  beforeAll(async () => {
    mkdirSync(home);
    writeFileSync(join(home, "secret"), "secret", { mode: 0o600 });
    for (const path of [home, join(home, "secret")]) chownSync(path, idOf(user), idOf(user));
    servers[0].listen(0, "127.0.0.1");
    servers[1].listen(join(folder, `socket-${user}`));
    servers[2].listen(`\0${abstract}`);
    for (const server of servers) if (!server.listening) await once(server, "listening");
    chmodSync(join(folder, `socket-${user}`), 0o777);
  });
  afterAll(() => {
    for (const server of servers) server.close();
    victim.kill("SIGKILL");
  });

  const others = `${victim.pid}`;
  const argumentsOf: Readonly<Record<string, () => string>> = {
    read: () => join(home, "secret"),
    shadow: () => "/etc/shadow",
    environ: () => `/proc/${others}/environ`,
    write: () => join(home, "created"),
    truncate: () => join(home, "secret"),
    tcp: () => `${(servers[0].address() as { port: number }).port}`,
    "pathname-socket": () => join(folder, `socket-${user}`),
    "abstract-socket": () => abstract,
    kill: () => others,
    tgkill: () => others,
    ptrace: () => others,
    "read-memory": () => others,
    mount: () => home,
    load: () => "libm.so.6",
    memory: () => "512",
    duplicates: () => "100",
  };
  return {
    home,
    order: (name: string) => [name, argumentsOf[name]?.() ?? ""] as const,
    isVictimWell: () => victim.exitCode === null && victim.signalCode === null,
  };
}

function compile(): string {
  const output = join(folder, "libcrimes.so");
  const guests = fileURLToPath(new URL("../confinement/guests/", import.meta.url));
  const own = fileURLToPath(new URL("crimes_library.c", import.meta.url));
  const names = ["files", "processes", "resources", "honest"];
  const sources = [own, ...names.map((name) => `${guests}${name}.c`)];
  const flags = ["-std=gnu11", "-O1", "-shared", "-fPIC", "-pthread"];
  execFileSync(process.env.CC || "cc", [...flags, "-o", output, ...sources, "-ldl"]);
  return output;
}
