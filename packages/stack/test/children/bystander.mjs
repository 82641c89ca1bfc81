// Guests overflow, in small and in large frames, while a thread of another one works.
import { args, faultOf, open, openPath, report, times } from "./setup.mjs";

const bystander = open("bystander");
const count = bystander.func("long bystander_count(void)");
bystander.func("int bystander_start(void)")();
const before = count();

const overflow = openPath(args[0], "256KiB").func("int overflow(int bytes)");
const overflows = [512, 70_000, 300_000, 900_000].map((bytes) =>
  times(100, () => faultOf(() => overflow(bytes))?.kind === "stack-overflow"),
);
while (count() === before);
report({
  overflows: overflows.reduce((sum, right) => sum + right),
  ran: count() > before,
  ok: bystander.func("int bystander_ok(void)")(),
});
bystander.func("void bystander_stop(void)")();
