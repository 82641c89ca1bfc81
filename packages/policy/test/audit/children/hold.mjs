// Opens a log, and holds it until it is killed; "once": records a hundred events, and closes it.
import { openAuditLog } from "../../../dist/audit/audit-log.js";

const [file, once] = process.argv.slice(2);
const log = openAuditLog({ file });
console.log("held");
if (once) {
  const event = { kind: "library", target: "a", action: "call", resource: "f" };
  for (let count = 0; count < 100; count++) {
    log.record({ ...event, level: "info", outcome: "allow", rule: null, generation: 1 });
  }
  log.close();
} else {
  setInterval(() => {}, 1000);
}
