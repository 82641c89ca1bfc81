import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const packages = readdirSync(`${root}packages`).map((name) => ({
  name,
  path: `${root}packages/${name}`,
}));
const folders = [
  ...packages,
  { name: "testing", path: `${root}testing` },
  { name: "repo", path: root },
];

const every = "test/**/*.test.ts";
const slow = "test/**/*.slow.test.ts";

// `--mode slow`: npm run test:slow, the proofs that take their time
export default defineConfig(({ mode }) => ({
  test: {
    maxWorkers: availableParallelism() + 2, // tests wait for child processes much of the time
    // one child process per test file: a file that kills its process fails alone
    pool: "forks",
    execArgv: ["--expose-gc"],
    // only for what hangs: nothing is said about time
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: folders
      .filter(({ path }) => existsSync(`${path}/test`))
      .map(({ name, path }) => ({
        extends: true,
        // absolute: a relative root is taken from the working directory
        test: {
          name,
          root: path,
          include: [mode === "slow" ? slow : every],
          exclude: mode === "slow" ? [] : [slow],
        },
      })),
    passWithNoTests: mode === "slow",
  },
}));
