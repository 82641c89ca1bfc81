import type { OpenMounts } from "../../wasi/mounts.js";
import { Descriptor } from "./descriptor.js";
import { DirectoryEntryStream } from "./directory-entry-stream.js";
import { FileHandle } from "./file-handle.js";
import type { IoError } from "./io-error.js";
import type { ComponentSystem } from "./system.js";

const utf8 = new TextDecoder();
/** Of a directory that was mounted; one that is mounted to be read refuses changes itself. */
const PREOPEN = { read: true, write: true, mutateDirectory: true };

/** wasi:filesystem. */
export function filesystemInterfaces(system: ComponentSystem, mounts: OpenMounts) {
  return {
    "wasi:filesystem/preopens": {
      getDirectories: () =>
        mounts.preopens().map(({ directory, preopen }) => {
          // the mount keeps its own
          const handle = new FileHandle(system.resources, directory.again());
          return [new Descriptor(system, handle, PREOPEN), utf8.decode(preopen)] as const;
        }),
    },
    "wasi:filesystem/types": {
      Descriptor,
      DirectoryEntryStream,
      filesystemErrorCode: ({ code }: IoError) => code,
    },
  };
}
