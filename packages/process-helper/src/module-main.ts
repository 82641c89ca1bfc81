/** The program that a helper of a module runs. */
import { Socket } from "node:net";
import { Server } from "./modules/helper/server.js";
import { helperFds, nativeHelper } from "./native.js";

nativeHelper().openRing(helperFds.ring, helperFds.doorbell); // from now on it ends with its host
// half open: a socket that closes its other half asks for a system call that is given up
const socket = new Socket({
  fd: helperFds.first,
  readable: true,
  writable: true,
  allowHalfOpen: true,
});
new Server(socket).serve();
