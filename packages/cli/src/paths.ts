/** Files beside this one, whether that is bundled or not. */
import { fileURLToPath } from "node:url";

/** The program that runs probes. */
export const probeMainPath = fileURLToPath(new URL("./doctor/probe-main.js", import.meta.url));
