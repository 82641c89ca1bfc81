import { type FSWatcher, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";

/** Editors write a file in several steps. */
const SETTLED_MS = 50;

/**
 * Tells when one of some files may have changed. Their folders are watched, as most editors put another file in its place. It
 * does not keep the process alive.
 */
export class FileWatch {
  readonly #changed: () => void;
  #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** In place of those that were followed until now. */
  follow(files: readonly string[]): void {
    this.#stop();
    const paths = files.map((file) => resolve(file));
    const folders = [...new Set(paths.map((path) => dirname(path)))];
    this.#watchers = folders.map((folder) => {
      const names = paths.filter((path) => dirname(path) === folder).map((path) => basename(path));
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || names.includes(name)) this.#soon();
      });
      watcher.on("error", () => this.#soon()); // the folder is gone: reading the file says so
      return watcher;
    });
    this.#soon(); // something may have changed since they were read
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop();
  }

  #stop(): void {
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#changed, SETTLED_MS).unref();
  }
}
