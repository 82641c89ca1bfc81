/** Files that a helper loads: beside this one, whether that is bundled or not. */
import { fileURLToPath } from "node:url";

/** The program that serves a library. */
export const helperPath = fileURLToPath(new URL("./helper-main.bundle.js", import.meta.url));

/** The program that serves a module. */
export const moduleHelperPath = fileURLToPath(new URL("./module-main.bundle.js", import.meta.url));

/** What a module is made anew with. */
export const importedUrl = new URL("./modules/helper/imported.js", import.meta.url).href;
