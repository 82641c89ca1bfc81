// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <dlfcn.h>
#include <link.h>

namespace cofferdam {

/** The loaded object that `code` is in, in any namespace; null: none. Lock-free: glibc 2.35. */
inline link_map *object_of(const void *code) {
  dl_find_object object;
  const bool found = _dl_find_object(const_cast<void *>(code), &object) == 0;
  return found ? object.dlfo_link_map : nullptr;
}

}  // namespace cofferdam
