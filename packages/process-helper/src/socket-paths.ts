/** Programs and threads of the socket transport; beside this file, whether that is bundled or not. */
import { fileURLToPath } from "node:url";

/** The helper, as a program. */
export const ffiHelperPath = fileURLToPath(new URL("./ffi-helper.bundle.js", import.meta.url));
/** In the helper: the thread that has a client's libraries. */
export const sessionThread = new URL("./session-thread.bundle.js", import.meta.url);
/** In the host: the thread that has the socket. */
export const socketThread = new URL("./socket-thread.bundle.js", import.meta.url);
