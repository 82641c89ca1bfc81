import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { Library } from "@cofferdam/ffi";
import { no, type Probe, partly } from "../probe.js";
import { forbidden } from "./scene/crime.js";
import { inHelper } from "./scene/helper.js";

const AF_INET = 2;
const SOCK_STREAM = 1;

export const probe: Probe = () =>
  inHelper({}, async (libc) => {
    const socket = libc.func("int socket(int domain, int type, int protocol)");
    let descriptor = -1;
    const seen = forbidden("socket()", () => {
      descriptor = socket(AF_INET, SOCK_STREAM, 0);
      return descriptor;
    });
    if (seen.holds === "yes") return seen;
    // there is more than one wall
    if (await reachesUs(libc, descriptor)) return no("socket() was done, and connect(), too");
    return partly("socket() was done, but connect() to a server of this machine failed");
  });

async function reachesUs(libc: Library, descriptor: number): Promise<boolean> {
  const connect = libc.func("int connect(int socket, const void *address, uint32_t length)");
  const server = createServer((client) => client.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = addressOf((server.address() as AddressInfo).port);
  try {
    return connect(descriptor, address, address.length) === 0;
  } finally {
    server.close();
  }
}

/** 127.0.0.1 as a sockaddr_in. */
function addressOf(port: number): Buffer {
  const address = Buffer.alloc(16);
  address.writeUInt16LE(AF_INET, 0);
  address.writeUInt16BE(port, 2);
  address.set([127, 0, 0, 1], 4);
  return address;
}
