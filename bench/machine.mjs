import { arch, cpus, loadavg, platform, release } from "node:os";
import koffi from "koffi";

/** What a figure depends on besides the code. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    platform: `${platform()}-${arch()}`,
    kernel: release(),
    glibc: glibcVersion(),
    node: process.version,
    v8: process.versions.v8,
    koffi: koffi.version,
    load: load(),
  };
}

/** Load averages of 1, 5 and 15 minutes. */
export function load() {
  return loadavg().map((value) => Number(value.toFixed(2)));
}

function glibcVersion() {
  process.report.excludeNetwork = true; // it would look host names up
  return process.report.getReport().header.glibcVersionRuntime ?? "unknown";
}
