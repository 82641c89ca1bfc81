#!/usr/bin/env node
/** The stand-alone helper: `ffi-helper --socket PATH`. */
import { Socket } from "node:net";
import { help, type Orders, parseCommandLine } from "./socket/command-line.js";
import { Log } from "./socket/log.js";
import { ServedClient } from "./socket/served-client.js";
import { HelperServer } from "./socket/server.js";

const WRONG_USAGE = 2;

try {
  const orders = parseCommandLine(process.argv.slice(2), process.env);
  if (orders === "help") process.stdout.write(help);
  else if (orders.socket === undefined) await serveOne(orders);
  else await serve(orders.socket, orders);
} catch (error) {
  process.stderr.write(`ffi-helper: ${(error as Error).message}\nTry \`ffi-helper --help\`.\n`);
  process.exitCode = WRONG_USAGE;
}

async function serve(path: string, orders: Orders): Promise<void> {
  const server = new HelperServer(path, orders, new Log(orders.level));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, async () => end(await server.close(), signal));
  }
  await server.listen();
  process.on("exit", () => server.remove());
}

/** The host that started this process has the other end: nothing is left to do without it. */
async function serveOne(orders: Orders): Promise<void> {
  const socket = new Socket({ fd: orders.fd, readable: true, writable: true, allowHalfOpen: true });
  const { gone } = new ServedClient(socket, 1, orders, new Log(orders.level));
  const { isStuck } = await gone;
  if (isStuck) process.kill(process.pid, "SIGKILL");
  else socket.end(() => process.exit());
}

/** A thread that is in a library's hands cannot be ended: then the process goes as if nobody listened to the signal. */
function end(isStuck: boolean, signal: NodeJS.Signals): void {
  if (isStuck) process.kill(process.pid, signal);
  else process.exit(0);
}
