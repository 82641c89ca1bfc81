/** What `status()` of a library in helpers tells of these. */
import { readFileSync } from "node:fs";
import type { PieceReport } from "../confinement-report.js";
import type { CheckedOptions } from "./options.js";
import type { Pool } from "./pool.js";

export interface HelperPoolStatus {
  /** As configured; null: no limit. */
  readonly limits: {
    readonly size: number;
    readonly spare: number;
    readonly timeout: number | null;
    readonly queue: number;
    readonly memoryLimit: number | null;
    readonly maxLoadedLibs: number;
  };
  /** Real paths of the libraries that were admitted. */
  readonly loadedLibs: readonly string[];
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
  readonly pid: number;
  /** Bytes of memory that it uses, those that it shares included; null: not known. */
  readonly rss: number | null;
  /** Milliseconds since its start. */
  readonly uptime: number;
  readonly ready: boolean;
}

interface Parts {
  readonly pool: Pool;
  readonly options: CheckedOptions;
  readonly maxLoadedLibs: number;
  readonly loadedLibs: readonly string[];
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
  readonly line: { readonly pid: number; readonly startedAt: number };
  readonly isReady: boolean;
}): HelperStatus {
  const uptime = Math.round(performance.now() - line.startedAt);
  return { pid: line.pid, rss: rssOf(line.pid), uptime, ready: isReady };
}

/** proc(5): the second number of statm is pages. */
function rssOf(pid: number): number | null {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    return Number(pages) * PAGE_BYTES;
  } catch {
    return null; // it has ended
  }
}

const PAGE_BYTES = 4096;
