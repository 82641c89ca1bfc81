// Records until it is killed: many at once, then a few, sometimes synchronously, with small files. Says when it begins.
import { openAuditLog } from "../../../dist/audit/audit-log.js";

const [file, rotate] = process.argv.slice(2);
const log = openAuditLog({ file, rotate: Number(rotate), keep: 1000, onFull: "block", queue: 100 });
console.log("ready");
for (let turn = 0; ; turn++) {
  for (let event = 0; event < (turn % 40) * 5; event++) {
    log.record({
      kind: "library",
      target: "/usr/lib/libparser.so",
      action: "call",
      resource: `turn ${turn}, event ${event}`,
      level: "info",
      outcome: "allow",
      rule: null,
      generation: 1,
    });
  }
  if (turn % 11 === 0) log.flush();
  await new Promise((resolve) => setImmediate(resolve));
}
