import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePrograms } from "./programs.ts";
import {
  commandAs,
  hostileOptions,
  idOf,
  isConfinable,
  launched,
  results,
  run,
  type User,
  users,
} from "./run.ts";

const programs = makePrograms();
const confinable = isConfinable(programs);
const levels = ["none", "launcher", "seal", "launcher+seal"] as const;
type Level = (typeof levels)[number];

/** By level. `any`: it is up to the machine. A list: as root, as anybody else. */
type Outcome = string | RegExp | readonly [asRoot: string | RegExp, asOther: string | RegExp];
const any = /^/;
const capped = /^\d\d?$|^1[01]\d$/;

/** What becomes of each crime; facts of the machine that this was written on, and of every other so far. */
const table: Readonly<Record<string, readonly [Outcome, Outcome, Outcome, Outcome]>> = {
  read: ["ok", "EACCES", "ok", "EACCES"],
  shadow: [["ok", "EACCES"], "EACCES", ["ok", "EACCES"], "EACCES"],
  write: ["ok", "EACCES", "EACCES", "EACCES"],
  truncate: ["ok", "EACCES", "EPERM", "EPERM"],
  tcp: ["ok", "EACCES", "EPERM", "EPERM"],
  "abstract-socket": ["ok", "ECONNREFUSED", "EPERM", "EPERM"],
  // Landlock knows no rule for these, and they are in no namespace: the seal it is that counts
  "pathname-socket": ["ok", "ok", "EPERM", "EPERM"],
  shell: ["ok", "EACCES", "EPERM", "EPERM"],
  kill: ["ok", "EPERM", "EPERM", "EPERM"],
  tgkill: ["ok", "EPERM", "EPERM", "EPERM"],
  ptrace: ["ok", "EPERM", "EPERM", "EPERM"],
  "read-memory": ["EFAULT", "EPERM", "EPERM", "EPERM"],
  environ: ["ok", "EACCES", "ok", "EACCES"],
  // the kernel does not count root's
  forks: ["40", ["40", /^[0-7]$/], "0", "0"],
  memory: ["256", capped, "256", capped],
  duplicates: ["100", /^[0-3]?\d$/, "100", /^[0-3]?\d$/],
  "raise-limit": ["ok", "EPERM", "EPERM", "EPERM"],
  "run-data": ["ok", "ok", "ok", "ok"],
  mount: [any, "EPERM", "EPERM", "EPERM"],
  bpf: [any, any, "EPERM", "EPERM"],
  io_uring: [any, any, "EPERM", "EPERM"],
  keyctl: [any, any, "EPERM", "EPERM"],
  // inotify_init, which the seal does not name
  call: ["ok", "ok", "EPERM", "EPERM"],
  stop: [any, any, "EPERM", "EPERM"],
  unshare: [any, any, "EPERM", "EPERM"],
  // and what it may do
  thread: ["ok", "ok", "ok", "ok"],
  load: ["ok", "ok", "ok", "ok"],
  sync: ["ok", "ok", "ok", "ok"],
};

/** It would stop the one that is not to be stopped. */
const onlySealed = new Set(["stop"]);

describe.each(users())("a hostile program of user %s", (user) => {
  const scene = sceneFor(user);

  describe.each(levels)("%s", (level) => {
    const possible = confinable || !level.includes("launcher");
    it.runIf(possible)("lets it reach what the table says, and no more", async () => {
      const crimes = Object.keys(table).filter((n) => !onlySealed.has(n) || level.includes("seal"));
      const found = results(await commit(level, user, crimes.map(scene.order)));
      for (const crime of crimes) {
        expect(found[crime], `${crime} at ${level}`).toMatch(expected(crime, level, user));
      }
      expect(scene.victim()).toBe(true);
    });
  });

  it("cannot run its data when the seal says so", async () => {
    const found = results(await commit("seal", user, ["run-data", "thread"], NO_EXEC_MEMORY));
    expect(found).toEqual({ "run-data": "EACCES", thread: "ok" });
  });

  it.runIf(confinable)("may write where it is granted, and nowhere else", async () => {
    const options = hostileOptions(programs, { write: [scene.home] });
    const crimes = [`write=${scene.home}/granted`, `truncate=${scene.home}/granted`];
    const sealed = [programs.hostile, "--seal", programs.seal, `${WRITE}`, "0"];
    const command = [...sealed, ...crimes, "shadow=/etc/shadow"];
    const ended = await run(launched(programs, options, command), { user });
    expect(results(ended)).toEqual({ write: "ok", truncate: "ok", shadow: "EACCES" });
  });

  it.runIf(confinable)(
    "may connect when it is granted the network, but to no socket of the machine",
    async () => {
      const options = hostileOptions(programs, { network: true });
      const sealed = [programs.hostile, "--seal", programs.seal, `${NETWORK}`, "0"];
      const command = [
        ...sealed,
        ...["tcp", "pathname-socket", "abstract-socket"].map(scene.order),
      ];
      const found = results(await run(launched(programs, options, command), { user }));
      expect(found).toEqual({ tcp: "ok", "pathname-socket": "EPERM", "abstract-socket": "EPERM" });
    },
  );
});

function expected(crime: string, level: Level, user: User): RegExp {
  const outcome = (table[crime] as readonly Outcome[])[levels.indexOf(level)] as Outcome;
  const one = Array.isArray(outcome) ? outcome[user === "root" ? 0 : 1] : outcome;
  return one instanceof RegExp ? one : new RegExp(`^${one}$`);
}

const NETWORK = 1;
const WRITE = 4;
const NO_EXEC_MEMORY = 8;

function commit(level: Level, user: User, orders: readonly string[], when = 0) {
  const sealed = level.includes("seal") ? ["--seal", programs.seal, `${when}`, "0"] : [];
  const command = [programs.hostile, ...sealed, ...orders];
  const confined = level.includes("launcher");
  return run(confined ? launched(programs, hostileOptions(programs), command) : command, { user });
}

/** What the crimes are committed on, all of it the user's own. */
function sceneFor(user: User) {
  const home = join(programs.folder, `home-${user}`);
  const abstract = `cofferdam-${process.pid}-${user}`;
  const servers: Server[] = [];
  let victim: ChildProcess;
  let port = 0;

  beforeAll(async () => {
    mkdirSync(home);
    writeFileSync(join(home, "secret"), "secret", { mode: 0o600 });
    for (const path of [home, join(home, "secret")]) chownSync(path, idOf(user), idOf(user));
    victim = await startVictim(user, abstract);
    const tcp = await listen({ host: "127.0.0.1", port: 0 });
    port = (tcp.address() as { port: number }).port;
    servers.push(tcp, await listen({ path: join(home, "socket") }));
    chmodSync(join(home, "socket"), 0o777);
  });

  afterAll(() => {
    victim.kill("SIGKILL");
    for (const server of servers) server.close();
  });

  const order = (crime: string) => `${crime}=${argument(crime)}`;
  const argument = (crime: string) => {
    const pid = `${victim.pid}`;
    const byName: Readonly<Record<string, string>> = {
      read: join(home, "secret"),
      shadow: "/etc/shadow",
      write: join(home, "written"),
      truncate: join(home, "secret"),
      environ: `/proc/${pid}/environ`,
      tcp: `${port}`,
      "pathname-socket": join(home, "socket"),
      "abstract-socket": abstract,
      mount: home,
      call: "253",
      forks: "40",
      memory: "256",
      duplicates: "100",
      load: "libm.so.6",
    };
    return byName[crime] ?? pid;
  };
  return { home, order, victim: () => victim.exitCode === null && victim.signalCode === null };
}

/** It ends by itself when this process does: its input is a pipe from here. */
async function startVictim(user: User, socket: string): Promise<ChildProcess> {
  const [program = "", ...args] = commandAs(user, [programs.hostile, `serve=${socket}`]);
  const victim = spawn(program, args, { detached: true, stdio: ["pipe", "pipe", "inherit"] });
  await once(victim.stdout as NodeJS.ReadableStream, "data");
  return victim;
}

function listen(at: { host: string; port: number } | { path: string }): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.on("error", reject).listen(at, () => resolve(server));
  });
}
