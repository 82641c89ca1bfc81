// SPDX-License-Identifier: Apache-2.0
// Which loaded object a code address is in. Lock-free and async-signal-safe: _dl_find_object,
// glibc 2.35.
#pragma once
#include <dlfcn.h>
#include <link.h>

#include <cstdint>

namespace cofferdam {

/** False: it is in none. */
inline bool find_object(uintptr_t pc, dl_find_object &object) {
  return _dl_find_object(reinterpret_cast<void *>(pc), &object) == 0;
}

/** dlopen(3): the executable has no name. */
inline bool is_executable(const dl_find_object &object) {
  return object.dlfo_link_map->l_name[0] == '\0';
}

}  // namespace cofferdam
