/** What `status()` of a library in helpers tells of these. */
import { readFileSync } from "node:fs";
import type { NeededLibrary } from "@cofferdam/admission";
import type { PieceReport } from "../confinement-report.js";
import type { CheckedOptions } from "./options.js";
import type { Pool } from "./pool.js";

export interface HelperPoolStatus {
  /** What carries calls: shared memory, or a socket to a helper that nothing confines. */
  readonly transport: "ring" | "socket";
  /** As configured; null: no limit. */
  readonly limits: {
    readonly size: number;
    readonly spare: number;
    readonly timeout: number | null;
    readonly queue: number;
    readonly memoryLimit: number | null;
    /** null: the helper has a policy of its own, and does not tell. */
    readonly maxLoadedLibs: number | null;
  };
  /** Real paths of the libraries that were admitted. */
  readonly loadedLibs: readonly string[];
  /** Libraries that the loader brings with them, which no rule was asked about unless they lie beside them. */
  readonly neededLibs: readonly NeededLibrary[];
  /** Bytes that `alloc` holds. */
  readonly allocatedBytes: number;
  /** Asynchronous calls that run or wait. */
  readonly waiting: number;
  /** Helpers that were started in place of another. */
  readonly restarts: number;
  /** Milliseconds until another helper is started, after many deaths in a row. */
  readonly backOff: number;
  readonly spares: number;
  readonly helpers: readonly HelperStatus[];
  /** What confines the first of them, piece by piece; empty: nothing does. */
  readonly confinement: readonly PieceReport[];
}

export interface HelperStatus {
  /** null: it is somebody else's process. */
  readonly pid: number | null;
  /** Bytes of memory that it uses, those that it shares included; null: not known. */
  readonly rss: number | null;
  /** Milliseconds since its start. */
  readonly uptime: number;
  readonly ready: boolean;
}

interface Parts {
  readonly pool: Pool;
  readonly options: CheckedOptions;
  readonly transport: HelperPoolStatus["transport"];
  readonly maxLoadedLibs: number | null;
  readonly loadedLibs: readonly string[];
  readonly neededLibs: readonly NeededLibrary[];
  readonly allocatedBytes: number;
  readonly waiting: number;
}

export function poolStatus({ pool, options, maxLoadedLibs, ...figures }: Parts): HelperPoolStatus {
  const { size, spare, timeout, queue, memoryLimit } = options;
  const { helpers } = pool;
  return {
    limits: {
      size,
      spare,
      timeout: Number.isFinite(timeout) ? timeout : null,
      queue,
      memoryLimit: memoryLimit === 0 ? null : memoryLimit,
      maxLoadedLibs,
    },
    ...figures,
    restarts: pool.restarts,
    backOff: pool.breaker.wait,
    spares: pool.spares,
    helpers: helpers.map(helperStatus),
    confinement: helpers[0]?.confinement ?? [],
  };
}

/** @param line the process */
export function helperStatus({
  line,
  isReady,
}: {
  readonly line: { readonly pid: number | null; readonly startedAt: number };
  readonly isReady: boolean;
}): HelperStatus {
  const uptime = Math.round(performance.now() - line.startedAt);
  return { pid: line.pid, rss: rssOf(line.pid), uptime, ready: isReady };
}

/** proc(5): the second number of statm is pages. */
function rssOf(pid: number | null): number | null {
  if (pid === null) return null;
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    return Number(pages) * PAGE_BYTES;
  } catch {
    return null; // it has ended
  }
}

const PAGE_BYTES = 4096;
