// Work on the thread pool that does not return.
import { once } from "node:events";
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { deadline, signals } from "@cofferdam/signals";
import { report } from "./setup.mjs";

const ROUNDS = 3;
const GRACE_MS = 60_000; // nothing is to be ended by force
const layers = [signals({ afterFault: "continue" }), deadline({ timeout: 50, grace: GRACE_MS })];
const { exports: guest } = isolate(layers).openSync(addon(process.argv[4]));

await report({
  ends: async () => {
    const ends = [];
    while (ends.length < ROUNDS) {
      guest.start();
      const [{ code, fault }] = await once(process, "warning");
      ends.push([code, fault.abandoned]);
    }
    return ends;
  },
});
