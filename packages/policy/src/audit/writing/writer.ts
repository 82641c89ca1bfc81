import { lstatSync, readFileSync, readlinkSync } from "node:fs";

/** A process that writes, told from a later one of the same number. */
export interface Writer {
  readonly pid: number;
  /** Since boot, in ticks of the kernel; null where it does not tell, and of one that is dead already. */
  readonly started: string | null;
  /** Where the number means something: the boot and the namespace. */
  readonly where: string | null;
}

export function writerOf(pid: number): Writer {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  const fields = stat?.slice(stat.lastIndexOf(")")).split(" "); // from the third: the second may contain anything
  const boot = readOr(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim());
  const namespace = readOr(() => readlinkSync("/proc/self/ns/pid"));
  return {
    pid,
    started: fields?.[1] === "Z" ? null : (fields?.[20] ?? null),
    where: boot && namespace ? `${boot} ${namespace}` : null,
  };
}

/** That a file names; undefined: there is none, or it is none of ours. */
export function readWriter(path: string): Writer | undefined {
  return readOr(() => {
    if (!lstatSync(path).isFile()) return undefined; // a FIFO would be waited for
    const { pid, started, where } = Object(JSON.parse(readFileSync(path, "utf8")));
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, started, where } : undefined;
  });
}

/** Of one in another container or on another machine nobody here can tell: false. */
export function isAlive({ pid, started, where }: Writer): boolean {
  if (where !== writerOf(process.pid).where) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return started === writerOf(pid).started;
}

function readOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
