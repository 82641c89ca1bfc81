// SPDX-License-Identifier: Apache-2.0
// An addon's file, loaded by us before Node loads it: so its imports can be replaced in between.
#pragma once
#include <node_api.h>

#include <cstdint>
#include <string>

namespace cofferdam {

struct LoadedFile {
  napi_addon_register_func init = nullptr;  // nullptr: it registers itself while it is loaded
  int32_t api_version = 0;                  // of Node-API, that it was built for
};

/**
 * Loads `path` and replaces what it imports, and what the libraries do that it is linked with; the
 * second time, only looks it up. It is never unloaded: Node holds addresses of its code.
 *
 * @returns why it cannot be loaded; empty: it was
 */
std::string load_file(const char *path, int flags, LoadedFile &out);

}  // namespace cofferdam
