import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import { ValueList } from "../../src/wire/value-list.ts";
import { Client, prototype } from "./client.ts";
import { HelperProcess, listening, temporaryFolder, until } from "./helper.ts";

const path = compileGuest(new URL("guests/library.c", import.meta.url));
const slowListen = compileGuest(new URL("guests/slow-listen.c", import.meta.url));
const place = () => join(temporaryFolder(), "helper.sock");

/** What a program says that does not start. */
async function refused(args: readonly string[], env?: Readonly<Record<string, string>>) {
  const helper = new HelperProcess(args, env);
  const { code } = await helper.ended;
  expect(code).toBe(2);
  expect(helper.output).toBe("");
  return helper.errors.split("\n");
}

describe("ffi-helper --socket PATH", () => {
  it("makes a socket that only this user can connect to", async () => {
    const { socket } = await listening();
    expect(lstatSync(socket).isSocket()).toBe(true);
    expect((lstatSync(socket).mode & 0o777).toString(8)).toBe("600");
  });

  it("can be connected to from the moment that its file is there", async () => {
    const { helper, socket } = await listening([], { LD_PRELOAD: slowListen });
    await (await new Client(socket).greet()).leave();
    expect(readdirSync(dirname(socket))).toEqual(["helper.sock"]);
    await helper.end("SIGTERM");
    expect(readdirSync(dirname(socket))).toEqual([]);
  });

  it("does not take a place that another process took while it began to listen", async () => {
    const socket = place();
    const late = refused(["--socket", socket], { LD_PRELOAD: slowListen });
    await until(() => readdirSync(dirname(socket)).length > 0);
    writeFileSync(socket, "mine");
    expect((await late)[0]).toContain("another process took it just now");
    expect(readdirSync(dirname(socket))).toEqual(["helper.sock"]);
    expect(readFileSync(socket, "utf8")).toBe("mine");
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "ends at %s, and takes its socket away",
    async (signal) => {
      const { helper, socket } = await listening();
      expect(await helper.end(signal)).toEqual({ code: 0, signal: null });
      expect(existsSync(socket)).toBe(false);
      expect(helper.errors).toBe("");
    },
  );

  it("ends at a signal while it has a client, who is told of no error", async () => {
    const { helper, socket } = await listening();
    const client = await new Client(socket).greet();
    await client.say("load", { library: 1, path, options: {} });
    expect(await helper.end("SIGTERM")).toEqual({ code: 0, signal: null });
    expect(await client.next()).toBeUndefined();
    expect(existsSync(socket)).toBe(false);
  });

  it("ends at a signal though a call never does: by that very signal", async () => {
    const { helper, socket } = await listening();
    const client = await new Client(socket).greet();
    await client.say("load", { library: 1, path, options: {} });
    const declaration = prototype("void hang()");
    await client.say("func", { library: 1, function: 0, declaration });
    void client.say("call", { function: 0, args: new ValueList([]) });
    await until(() => client.socket.bytesWritten > 0 && client.socket.writableLength === 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await helper.end("SIGTERM")).toEqual({ code: null, signal: "SIGTERM" });
    expect(existsSync(socket)).toBe(false);
  });

  it("takes the place of a socket that a helper left behind", async () => {
    const first = await listening();
    await first.helper.end("SIGKILL");
    expect(existsSync(first.socket)).toBe(true);
    const inode = lstatSync(first.socket).ino;
    const helper = new HelperProcess(["--socket", first.socket, "--log-level", "debug"]);
    await until(() => helper.errors.includes('"listen"'));
    expect(lstatSync(first.socket).isSocket()).toBe(true);
    const client = await new Client(first.socket).greet();
    await client.leave();
    await helper.end("SIGTERM");
    expect(inode).toBeGreaterThan(0);
  });

  it("does not take the place of a socket that somebody listens on", async () => {
    const { socket } = await listening();
    expect((await refused(["--socket", socket]))[0]).toBe(
      `ffi-helper: Expected a path for \`--socket\` where nothing is, got "${socket}": another process listens there.`,
    );
    const client = await new Client(socket).greet();
    await client.leave();
  });

  it("does not take the place of a file", async () => {
    const file = place();
    writeFileSync(file, "mine");
    expect((await refused(["--socket", file]))[0]).toContain("it is there already, and no socket");
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  it("says what it cannot listen on", async () => {
    expect((await refused(["--socket", "/no/such/folder/helper.sock"]))[0]).toContain("EACCES");
  });
});

describe("the command line of ffi-helper", () => {
  it("tells what there is", async () => {
    const helper = new HelperProcess(["--help"]);
    expect(await helper.ended).toEqual({ code: 0, signal: null });
    expect(helper.output).toMatch(/^Usage: ffi-helper --socket PATH/);
    for (const option of ["log-level", "allowed-libs", "block-system-libs", "memory-limit"]) {
      expect(helper.output).toContain(`--${option}`);
    }
  });

  it.each([
    [[], "Expected `--socket PATH`, or `--fd N` in its place."],
    [["--socket", "a", "--fd", "3"], "Expected `--socket PATH`, or `--fd N` in its place."],
    [["--socket", ""], 'Expected a path for `--socket`, got "".'],
    [["--socket"], "Option '--socket <value>' argument missing"],
    [["--sokket", "a"], "Unknown option '--sokket'"],
    [["a"], "Unexpected argument 'a'"],
    [["--fd", "x"], 'Expected a whole number for `--fd`, got "x" (string).'],
    [
      ["--socket", "a", "--log-level", "loud"],
      'Expected one of error, warn, info, debug for `--log-level`, got "loud" (string).',
    ],
    [["--socket", "a", "--max-loaded-libs", "0"], "Expected 1 to 512 for `maxLoadedLibs`"],
    [
      ["--socket", "a", "--memory-limit", "much"],
      'Expected a size for `--memory-limit`, got "much"',
    ],
    [["--socket", "a", "--allowed-libs", "/[a"], "Expected a pattern for `allowedLibs[0]`"],
  ])("says what is wrong with %j, and how to ask for help", async (args, message) => {
    const [first, second] = await refused(args);
    expect(first).toContain(`ffi-helper: ${message}`);
    expect(second).toBe("Try `ffi-helper --help`.");
  });

  it("says what is wrong with $FFI_LOG_LEVEL", async () => {
    const [first] = await refused(["--socket", "a"], { FFI_LOG_LEVEL: "all" });
    expect(first).toContain("for `FFI_LOG_LEVEL`");
  });
});

/** Does some of everything. */
async function work(socket: string): Promise<void> {
  const client = await new Client(socket).greet();
  await client.say("load", { library: 1, path, options: {} });
  const declaration = prototype("int length(const char *text)");
  await client.say("func", { library: 1, function: 0, declaration });
  await client.say("symbol", { library: 1, name: "add" });
  await client.say("call", { function: 0, args: new ValueList(["secret"]) });
  await client.say("call", { function: 0, args: new ValueList([{}]) });
  await client.say("alloc", { bytes: 64 });
  await client.say("free", { offset: 1 });
  await client.say("free", { offset: 1 });
  await client.say("symbol", { library: 1, name: "nothing" });
  await client.say("load", { library: 2, path: "/no/such.so", options: {} });
  await client.leave();
}

const told = { level: "info", client: 1 };
const wholeLog = [
  { ...told, event: "load", library: 1, path, outcome: "ok" },
  { ...told, event: "sym", library: 1, name: "length", outcome: "ok" },
  { ...told, event: "sym", library: 1, name: "add", outcome: "ok" },
  { ...told, event: "call", name: "length", received: 32, sent: 30, outcome: "ok" },
  { ...told, event: "call", name: "length", received: 26, sent: 82, outcome: "TypeError" },
  { ...told, event: "alloc", number: 1, bytes: 64, outcome: "ok" },
  { ...told, event: "free", number: 1, outcome: "ok" },
  { ...told, event: "free", number: 1, outcome: "ERR_MEMORY_FREED" },
  { ...told, event: "sym", library: 1, name: "nothing", outcome: "ERR_SYMBOL_NOT_FOUND" },
  { ...told, event: "load", library: 2, path: "/no/such.so", outcome: "ERR_DLOPEN_FAILED" },
];

describe("the log of ffi-helper", () => {
  it.each([
    ["--log-level info", ["--log-level", "info"], {}],
    ["FFI_LOG_LEVEL=info", [], { FFI_LOG_LEVEL: "info" }],
    ["--log-level info over FFI_LOG_LEVEL=error", ["--log-level=info"], { FFI_LOG_LEVEL: "error" }],
  ])("has every load, sym, call, alloc and free: %s", async (_, args, env) => {
    const { helper, socket } = await listening(args, env);
    await work(socket);
    await helper.end("SIGTERM");
    expect(helper.log).toEqual(wholeLog);
  });

  it("is lines of JSON with a time and a duration, and nothing of an argument", async () => {
    const { helper, socket } = await listening(["--log-level", "info"]);
    await work(socket);
    await helper.end("SIGTERM");
    const lines = helper.errors.trimEnd().split("\n");
    for (const line of lines) {
      const { time, ms } = JSON.parse(line);
      expect(new Date(time).toISOString()).toBe(time);
      expect(ms).toBeGreaterThanOrEqual(0);
    }
    expect(helper.errors).not.toContain("secret");
  });

  it.each(["warn", "error"])("is empty at %s when all is well", async (level) => {
    const { helper, socket } = await listening(["--log-level", level]);
    await work(socket);
    await helper.end("SIGTERM");
    expect(helper.errors).toBe("");
  });

  it("is empty when nothing is said of it", async () => {
    const { helper, socket } = await listening([], { FFI_LOG_LEVEL: "" });
    await work(socket);
    await helper.end("SIGTERM");
    expect(helper.errors).toBe("");
  });

  it("has clients come and go at debug", async () => {
    const { helper, socket } = await listening(["--log-level", "debug"]);
    await (await new Client(socket).greet()).leave();
    await helper.end("SIGTERM");
    const debug = { level: "debug" };
    expect(helper.log).toEqual([
      { ...debug, event: "listen", socket },
      { ...debug, event: "client", client: 1 },
      { ...debug, event: "left", client: 1 },
    ]);
  });
});
