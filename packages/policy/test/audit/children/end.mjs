// Records events, and ends in one of many ways before the event loop turns.
import { isMainThread, Worker } from "node:worker_threads";
import { openAuditLog } from "../../../dist/audit/audit-log.js";

const [file, way] = process.argv.slice(2);

function record(resource) {
  const event = { kind: "library", target: "a", action: "call", resource };
  return log.record({ ...event, level: "info", outcome: "allow", rule: null, generation: 1 });
}

if (way === "worker" && isMainThread) {
  new Worker(new URL(import.meta.url), { argv: [file, way] });
} else {
  globalThis.log = openAuditLog({ file });
  for (let event = 0; event < 1000; event++) record(`f${event}`);
  ways()[way]();
}

function ways() {
  return {
    "no more to do": () => {},
    "process.exit": () => process.exit(0),
    "process.exit in a later turn": () => setImmediate(() => process.exit(0)),
    "an uncaught error": () => {
      throw new Error("uncaught");
    },
    "a rejection": () => void Promise.reject(new Error("rejected")),
    "an error in a timer": () => setTimeout(() => null.x, 1),
    "an event while it ends": () => process.on("exit", () => record("at exit")),
    worker: () => process.exit(0),
  };
}
