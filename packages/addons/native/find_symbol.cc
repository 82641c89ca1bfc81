// SPDX-License-Identifier: Apache-2.0
#include "find_symbol.h"

#include <dlfcn.h>

#include "imported.h"

namespace cofferdam {

/** Who is to answer: dlsym, or the way out to `find_symbol`. */
extern "C" [[gnu::used, gnu::visibility("hidden")]] decltype(&dlsym) cd_symbol_finder(
    void *, const char *name) {
  return is_interposed(name) ? leave<dlsym> : dlsym;
}

void *find_symbol(void *library, const char *name) {
  if (dlsym(library, name) == nullptr) return nullptr;
  try {
    return imported(name);
  } catch (...) {  // no exit is left: better none than one around the gate
    return nullptr;
  }
}

}  // namespace cofferdam
