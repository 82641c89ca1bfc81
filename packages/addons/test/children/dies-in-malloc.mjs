// Crashes inside malloc, where the native half of addons was there before that of signals.
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { open, outcome, report } from "./setup.mjs";

isolate([]).openSync(addon(process.argv[4]));
const { exports: guest } = open();

await report({ "again and again": () => Array.from({ length: 5 }, () => outcome(guest.die)) });
