// SPDX-License-Identifier: Apache-2.0
#include "libstdcxx_copy.h"

#include <cxxabi.h>

#include "loaded_object.h"

namespace cofferdam {
namespace {

/** The namespace that an object is in. */
Lmid_t space_of(link_map *object) {
  Lmid_t space = LM_ID_BASE;
  dlinfo(object, RTLD_DI_LMID, &space);  // in glibc, a handle is a link map
  return space;
}

/** Opened, so that it can be searched: what was loaded as a dependency cannot. */
void *open_again(link_map *object) {
  return dlmopen(space_of(object), object->l_name, RTLD_LAZY | RTLD_NOLOAD);
}

link_map *our_libstdcxx() {
  static link_map *const ours = object_of(reinterpret_cast<void *>(&abi::__cxa_begin_catch));
  return ours;
}

}  // namespace

bool is_our_libstdcxx(const void *code) {
  link_map *object = object_of(code);
  return object != nullptr && object == our_libstdcxx();
}

void *other_copys(const void *code, const char *name) {
  link_map *object = object_of(code);
  if (object == nullptr || object == our_libstdcxx()) return nullptr;
  void *handle = open_again(object);
  if (handle == nullptr) return nullptr;
  void *function = dlsym(handle, name);
  dlclose(handle);
  return function != nullptr && object_of(function) == object ? function : nullptr;
}

bool is_private(const void *code) {
  link_map *object = object_of(code);
  return object != nullptr && space_of(object) != LM_ID_BASE;
}

}  // namespace cofferdam
