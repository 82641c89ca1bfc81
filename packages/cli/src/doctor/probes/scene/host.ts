/** A host with a helper: it prints the helper's pid, and waits to be killed. */
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";
import { cLibrary } from "./c-library.js";

/** It ends by itself when nobody kills it. */
const LIFE_MS = 10_000;

const libc = await isolate([processHelper({ spare: 0 })]).open(library(cLibrary));
const { helper } = libc.status() as unknown as { helper: { helpers: { pid: number }[] } };
console.log(helper.helpers[0]?.pid);
setTimeout(() => libc.dispose(), LIFE_MS);
