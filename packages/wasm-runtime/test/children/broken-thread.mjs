// A thread in place of ours, that does what ours never should: by the name of what is called.
import { parentPort } from "node:worker_threads";

const misdeeds = {
  hang() {
    for (;;);
  },
  exit() {
    process.exit(3);
  },
  fail() {
    throw new Error("a mistake of ours");
  },
};

parentPort.on("message", ({ kind, symbol }) => {
  if (kind === "open") parentPort.postMessage({ kind: "opened", opened: opened() });
  else misdeeds[symbol]();
});
parentPort.postMessage({ kind: "up" });

function opened() {
  const exports = Object.keys(misdeeds).map((name) => ({ name, isFunction: true }));
  return { sha256: "", exports };
}
