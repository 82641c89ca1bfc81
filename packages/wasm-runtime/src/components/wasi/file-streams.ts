import type { OpenFile } from "../../wasi/files/open-file.js";
import type { FileHandle } from "./file-handle.js";
import type { Drain, Source } from "./streams.js";

type Handle = FileHandle<OpenFile>;

/** @param handle shared @param at where it begins */
export function readingFrom(handle: Handle, at: number): Source {
  const { opened } = handle.share();
  let position = at;
  return {
    read(into) {
      const count = opened.read(into, position);
      position += count;
      return count;
    },
    end: () => handle.release(),
  };
}

/**
 * @param handle shared
 * @param at where it begins; undefined: at the file's end, wherever that is when something is written
 * @param isSynced each write is on the disk when it is done
 */
export function writingTo(handle: Handle, at: number | undefined, isSynced: boolean): Drain {
  const { opened } = handle.share();
  let position = at;
  return {
    write(bytes) {
      const begin = position ?? opened.size();
      writeAll(opened, bytes, begin);
      if (position !== undefined) position = begin + bytes.length;
      if (isSynced) opened.sync();
    },
    end: () => handle.release(),
  };
}

/** A file may take less than it is given, but not nothing. */
export function writeAll(file: OpenFile, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) done += file.write(bytes.subarray(done), at + done);
}
