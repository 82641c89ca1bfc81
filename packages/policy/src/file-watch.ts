import { type FSWatcher, type StatsListener, unwatchFile, watch, watchFile } from "node:fs";
import { basename, dirname, resolve } from "node:path";

/** Editors write a file in several steps. */
const SETTLED_MS = 50;
/** How often it is looked at what nothing tells of: a link on the way that leads elsewhere now. */
const POLL_MS = 1000;

/**
 * Tells when one of some files may have changed. Their folders are watched, as most editors put another file in its place; and
 * each is looked at now and then, since a folder further up may be a link, as in a Kubernetes ConfigMap. It does not keep the
 * process alive.
 */
export class FileWatch {
  readonly #changed: () => void;
  readonly #polled: StatsListener = () => this.#soon(SETTLED_MS);
  #watchers: readonly FSWatcher[] = [];
  #paths: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** In place of those that were followed until now. */
  follow(files: readonly string[]): void {
    this.#stop();
    this.#paths = files.map((file) => resolve(file));
    const folders = [...new Set(this.#paths.map((path) => dirname(path)))];
    this.#watchers = folders.flatMap((folder) => this.#watch(folder));
    for (const path of this.#paths) {
      watchFile(path, { interval: POLL_MS, persistent: false }, this.#polled);
    }
    this.#soon(SETTLED_MS); // something may have changed since they were read
  }

  /** Tells once more, in a while: what was wrong may be mended where nobody looks. */
  again(): void {
    this.#soon(POLL_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop();
  }

  /** None where the system has no more of them, or the folder is gone: the files are looked at all the same. */
  #watch(folder: string): readonly FSWatcher[] {
    const names = this.#paths
      .filter((path) => dirname(path) === folder)
      .map((path) => basename(path));
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || names.includes(name)) this.#soon(SETTLED_MS);
      });
      return [watcher.on("error", () => this.#soon(SETTLED_MS))];
    } catch {
      return [];
    }
  }

  #stop(): void {
    for (const watcher of this.#watchers) watcher.close();
    for (const path of this.#paths) unwatchFile(path, this.#polled);
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#changed, ms).unref();
  }
}
