// A call is ended under the loader's lock; then another thread loads a library.

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const [slow, plugin] = args;
const guest = openLimited(slow, { timeout: 40, grace: 50 });
const load = guest.func("int load_plugin(const char *path, const char *ms)");
const iterate = guest.func("int iterate_for(int ms)");
const loaded = outcomeNow(() => load(plugin, "400"));
const iterated = outcomeNow(() => iterate(400));
const code = `
  const koffi = require("koffi");
  koffi.load(${JSON.stringify(plugin)});
  require("node:worker_threads").parentPort.postMessage("loaded");`;
delete process.env.PLUGIN_CALLS;
const [worker] = await once(new Worker(code, { eval: true }), "message");
report({ load: loaded, iterate: iterated, worker });
