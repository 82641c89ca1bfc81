/** Files that are run elsewhere, beside this one, whether that is bundled or not. */

/** The program of a thread. */
export const threadUrl: URL = new URL("./worker/thread.bundle.js", import.meta.url);
/** What a module is opened by in a process. */
export const hostedUrl: string = new URL("./hosted.bundle.js", import.meta.url).href;
