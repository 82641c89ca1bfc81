import { fileURLToPath } from "node:url";

/** The program that a helper runs; beside this file, whether that is bundled or not. */
export const helperPath = fileURLToPath(new URL("./helper-main.bundle.js", import.meta.url));
