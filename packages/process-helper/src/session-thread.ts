/** A thread of the stand-alone helper: one client's libraries and calls. Types that it declares are gone when it has left. */
import { workerData } from "node:worker_threads";
import { Admission, libraryPolicy } from "@cofferdam/admission";
import { isSupported, type Target } from "@cofferdam/core";
import { type Library, type LibraryOptions, library } from "@cofferdam/ffi";
import { CallLog } from "./socket/call-log.js";
import { ClientLibraries, type LoadedAs } from "./socket/client-libraries.js";
import { ClientSession } from "./socket/client-session.js";
import { HeldMemory } from "./socket/held-memory.js";
import { Log } from "./socket/log.js";
import { plainLibrary } from "./socket/plain-library.js";
import type { SessionData } from "./socket/served-client.js";

const { end, client, level, libraries, memoryLimit } = workerData as SessionData;
const log = new Log(level);
const admission = libraries && new Admission(libraryPolicy(libraries, process.cwd()));

new ClientSession({
  end,
  targetOf: isSupported() ? libraryFrom : plainLibrary,
  libraries: new ClientLibraries(admission),
  memory: new HeldMemory(memoryLimit),
  log: new CallLog(log, client),
  onLeft: (breach) => {
    if (breach) log.say("warn", "protocol", { client, ...breach });
  },
});

function libraryFrom(path: string, options: LibraryOptions, as: LoadedAs): Target<Library> {
  const target = library(path, options);
  return target.file?.at(as.path, as.needed) ?? target;
}
