// classic-level against the test suite that abstract-level publishes for what implements it.
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const suite = require("abstract-level/test");
const { ClassicLevel } = require("classic-level");
const test = require("tape");

const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

let databases = 0;
suite({ test, factory: (options) => new ClassicLevel(join(folder, `${databases++}`), options) });
