import { resolve } from "node:path";
import { bytesOf, checkKeys, fail, type Size, show } from "@cofferdam/core";
import type { MeterOptions } from "../metering/index.js";
import { FolderCache } from "./folder/folder-cache.js";
import { DEFAULT_FOLDER_SIZE, DEFAULT_MEMORY } from "./limits.js";
import { ProgramCache } from "./program-cache.js";

/** Where modules are kept that were metered. */
export interface CacheOptions {
  /** What is kept in memory, compiled, for modules that are opened again. 0: none. Default: "128MiB". */
  readonly memory?: Size;
  /**
   * A folder for metered modules, which processes can share. It is made for its owner alone where it is missing, and refused
   * where others could write to it, or put another one in its place. Default: none.
   */
  readonly folder?: string;
  /** Bytes that the folder may have. Default: "256MiB". */
  readonly folderSize?: Size;
}

/** The same; or the folder alone; `false`: nothing is kept. */
export type CacheOption = CacheOptions | string | false;

/**
 * @param metering how the modules are metered that it is for
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, ERR_WASM_CACHE, ERR_UNSUPPORTED_PLATFORM
 */
export function cacheOf(option: CacheOption = {}, metering: MeterOptions): ProgramCache {
  if (option === false) return new ProgramCache(metering, 0);
  const options = typeof option === "string" ? { folder: option } : option;
  checkKeys(options, ["memory", "folder", "folderSize"], "cache");
  const { memory = DEFAULT_MEMORY, folder, folderSize = DEFAULT_FOLDER_SIZE } = options;
  const most = bytesOf(folderSize, "cache.folderSize");
  const kept = folder === undefined ? undefined : folderOf(folder, most);
  return new ProgramCache(metering, bytesOf(memory, "cache.memory"), kept);
}

function folderOf(folder: unknown, most: number): FolderCache {
  if (typeof folder === "string" && folder !== "" && !folder.includes("\0")) {
    return new FolderCache(resolve(folder), most);
  }
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected the path of a folder for \`cache\`, got ${show(folder)}. Give "./.cache", or false for none.`,
  );
}
