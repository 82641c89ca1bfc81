// Ends by itself: a module that nothing is asked of keeps no process alive, and its helper ends with it.
import { processHelper } from "@cofferdam/process-helper";

const from = import.meta.url;
const { exports, status } = await processHelper().import("../guests/honest.mjs", { from });
void status;
console.log(await exports.slowly("done"));
