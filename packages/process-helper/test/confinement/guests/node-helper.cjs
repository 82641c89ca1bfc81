// An honest helper: loads koffi, a library and the seal, seals itself, calls, and tries what it may not.
const { readFileSync, writeFileSync, promises } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { setTimeout: sleep } = require("node:timers/promises");

const [koffiPath, sealPath, when, traps] = process.argv.slice(2);
const koffi = require(koffiPath);
const cos = koffi.load("libm.so.6").func("double cos(double)");
const seal = koffi.load(sealPath);
const sealNow = seal.func("int seal_now(unsigned int, int)");
const reportViolations = seal.func("int report_violations_to(int)");

async function main() {
  // their descriptors are made non-blocking when they are first looked at, which the seal forbids
  void [process.stdout, process.stderr];
  await promises.stat(__filename); // the pool's threads are there before the seal
  reportViolations(2);
  const sealed = sealNow(Number(when), Number(traps));
  const finite = Number.isFinite(work());
  await sleep(1);
  const denied = Number(traps) ? {} : await tries();
  console.log(JSON.stringify({ sealed, finite, denied }));
}

/** Hot enough to be compiled, on a thread of V8's own. */
function work() {
  let sum = 0;
  for (let i = 0; i < 1000; i++) sum += cos(i);
  for (let i = 0; i < 200_000; i++) sum += Math.imul(i, 3) % 7;
  return sum;
}

async function tries() {
  return {
    read: await attempt(() => readFileSync("/etc/passwd").length),
    write: await attempt(() => writeFileSync("/tmp/cofferdam-never", "")),
    inPool: await attempt(() => promises.mkdir("/tmp/cofferdam-never")),
    spawn: await attempt(() => spawnSync("/bin/true").error.code),
    kill: await attempt(() => process.kill(process.ppid, 0)),
  };
}

async function attempt(act) {
  try {
    return String(await act());
  } catch (error) {
    return error.code ?? error.message;
  }
}

main();
