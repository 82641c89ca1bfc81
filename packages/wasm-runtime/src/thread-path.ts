/** The program of a thread, which is beside this file, whether that is bundled or not. */
export const threadUrl = new URL("./worker/thread.bundle.js", import.meta.url);
