/** A thread of the host that has the socket to a helper, so that the host can wait without its event loop. */
import { workerData } from "node:worker_threads";
import type { SocketData } from "./socket/connection.js";
import { HelperSocket } from "./socket/helper-socket.js";

new HelperSocket(workerData as SocketData);
