// node killed-host.mjs [idle|loop]     waits to be killed while a module of its helper does nothing, or loops for ever
import { processHelper } from "@cofferdam/process-helper";

const from = import.meta.url;
const hosted = await processHelper({ timeout: 0 }).import("../guests/hostile.mjs", { from });
hosted.ref();
if (process.argv[2] === "loop") hosted.exports.loop();
console.log(hosted.status().helper.helpers[0].pid);
