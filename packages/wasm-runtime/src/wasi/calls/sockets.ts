import { refuse } from "../errno.js";
import type { System } from "../system.js";

/** There are no sockets: a descriptor is something else, or none. */
export function socketCalls({ descriptors }: System) {
  const notSocket = (fd: number): never => {
    descriptors.get(fd);
    return refuse("ENOTSOCK");
  };
  return {
    sock_accept: notSocket,
    sock_recv: notSocket,
    sock_send: notSocket,
    sock_shutdown: notSocket,
  };
}
