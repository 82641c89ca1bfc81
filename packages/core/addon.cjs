"use strict";
// Read by the CMakeLists.txt of the native packages before anything is built, so it is plain
// CommonJS outside dist/: node -p "require('@cofferdam/core/addon').cmake"
const path = require("node:path");

const unix = (p) => p.replaceAll("\\", "/");
const include = unix(path.join(__dirname, "include"));
const cmake = unix(path.join(__dirname, "cmake", "CofferdamAddon.cmake"));
const { version } = require("./package.json");

module.exports = { include, cmake, version };
