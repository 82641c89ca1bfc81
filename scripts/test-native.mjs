// Builds testing/native, the gate's tests without Node, and runs them.
//
//   node scripts/test-native.mjs [aarch64] [part of a claim's text]
//
// aarch64: with Debian's cross compiler, under qemu-user. The builds are kept in testing/native/build.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../testing/native/", import.meta.url));
const [first, ...rest] = process.argv.slice(2);
const isCross = first === "aarch64";
const filter = (isCross ? rest[0] : first) ?? "";

const tools = "aarch64-linux-gnu-";
const emulator = ["qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"];
const cross = [
  "-DCMAKE_SYSTEM_NAME=Linux",
  "-DCMAKE_SYSTEM_PROCESSOR=aarch64",
  `-DCMAKE_C_COMPILER=${tools}gcc`,
  `-DCMAKE_CXX_COMPILER=${tools}g++`,
];

/** Each is built and run; the folder's name is the build's. */
const builds = isCross
  ? {
      aarch64: cross,
      // signed return addresses and landing pads, in the gate and in the guests
      "aarch64-protected": [...cross, ...flags("-mbranch-protection=standard")],
      "aarch64-static": [...cross, "-DCD_STATIC=ON"],
    }
  : { host: [] };

function flags(option) {
  return ["C", "CXX"].map((language) => `-DCMAKE_${language}_FLAGS=${option}`);
}

function runQuiet(command, args) {
  run(command, args, ["ignore", "ignore", "inherit"]);
}

function run(command, args, stdio = "inherit") {
  const { status, signal, error } = spawnSync(command, args, { stdio });
  if (error) console.error(`Cannot run ${command}: ${error.message}.`);
  if (signal) console.error(`${command} was killed by ${signal}.`);
  if (status !== 0) process.exit(status ?? 1);
}

for (const [name, options] of Object.entries(builds)) {
  const build = `${source}build/${name}`;
  console.log(`# ${name}`);
  runQuiet("cmake", ["-G", "Ninja", "-S", source, "-B", build, "--log-level=ERROR", ...options]);
  run("cmake", ["--build", build, "--", "--quiet"]);
  const tests = [`${build}/native-tests`, filter];
  if (isCross) run(emulator[0], [...emulator.slice(1), ...tests]);
  else run(tests[0], tests.slice(1));
}
