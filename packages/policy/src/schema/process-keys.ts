/** What a helper process may have and do: of all targets in a helper, of one library, of one module. */

import { MAX_CPU_MS } from "./limits.js";
import { key, preset } from "./table.js";
import { variable } from "./types/names.js";
import { flag, whole } from "./types/number.js";
import { path } from "./types/path.js";
import { duration, size } from "./types/quantity.js";
import { listOf } from "./types/text.js";

const memory = size({ min: 2 ** 20, orNone: true });
const time = duration({ max: MAX_CPU_MS });
/** What Node opens before its first line of JavaScript, and RLIMIT_NOFILE's usual ceiling. */
const files = whole(20, 65_536);
/** Node's own threads, and as many as Linux has process ids by default. */
const threads = whole(8, 32_768);
const paths = listOf(path(), "paths");
const variables = listOf(variable(), "names");

const docs = {
  memory: "Memory that the helper may fill.",
  cpu_time: "Processor time of the helper's whole life, rounded up to seconds.",
  open_files: "Descriptors that it may have open.",
  processes: "Threads and processes together.",
  read: "Files and folders that it may read.",
  write: "Files and folders that it may also change.",
  execute: "Files and folders that it may also start as programs.",
  network: "Whether it may use the network.",
  env: "Variables of the host's environment that are passed on to it.",
};

/** Of all targets. 0 is no limit of memory and time. */
export const processKeys = {
  memory: preset(memory, 0, `${docs.memory} 0: no limit.`),
  cpu_time: preset(time, 0, `${docs.cpu_time} 0: no limit.`),
  open_files: preset(files, 64, docs.open_files),
  processes: preset(threads, 64, docs.processes),
  read: preset(paths, [], docs.read),
  write: preset(paths, [], docs.write),
  execute: preset(paths, [], docs.execute),
  network: preset(flag(), false, docs.network),
  env: preset(variables, [], docs.env),
};

/** Of one target: where it says nothing, what holds for all counts. */
export const ownProcessKeys = {
  memory: key(memory, docs.memory),
  cpu_time: key(time, docs.cpu_time),
  open_files: key(files, docs.open_files),
  processes: key(threads, docs.processes),
  read: key(paths, docs.read),
  write: key(paths, docs.write),
  execute: key(paths, docs.execute),
  network: key(flag(), docs.network),
  env: key(variables, docs.env),
};
