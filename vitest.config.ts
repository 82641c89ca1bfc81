import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const folders = [
  ...readdirSync(`${root}packages`).map((name) => ({ name, path: `${root}packages/${name}` })),
  { name: "testing", path: `${root}testing` },
  { name: "repo", path: root },
];

export default defineConfig({
  test: {
    // one child process per test file: a file that kills its process fails alone
    pool: "forks",
    execArgv: ["--expose-gc"],
    testTimeout: 30_000,
    projects: folders
      .filter(({ path }) => existsSync(`${path}/test`))
      .map(({ name, path }) => ({
        extends: true,
        // absolute: a relative root is taken from the working directory
        test: { name, root: path, include: ["test/**/*.test.ts"] },
      })),
  },
});
