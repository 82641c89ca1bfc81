// SPDX-License-Identifier: Apache-2.0
#include "runtime_code.h"

#include <gnu/libc-version.h>
#include <sys/auxv.h>

#include <cstring>

#include "code_object.h"

namespace cofferdam {
namespace {

struct Range {
  uintptr_t low;
  uintptr_t high;

  bool has(uintptr_t pc) const { return pc >= low && pc < high; }
};

const link_map *c_library = nullptr;
Range loader = {};
Range iterate = {};  // dl_iterate_phdr: in libc, and holds ld.so's lock

/** A library with a private heap has another copy of it, from the same file. */
bool is_c_library(const link_map *object) {
  return object == c_library || std::strcmp(object->l_name, c_library->l_name) == 0;
}

void learn_iterate() {
  Dl_info info = {};
  void *entry = nullptr;
  void *function = reinterpret_cast<void *>(&dl_iterate_phdr);
  if (dladdr1(function, &info, &entry, RTLD_DL_SYMENT) == 0 || entry == nullptr) return;
  iterate.low = reinterpret_cast<uintptr_t>(info.dli_saddr);
  iterate.high = iterate.low + static_cast<const ElfW(Sym) *>(entry)->st_size;
}

}  // namespace

void learn_runtime() {
  dl_find_object object;
  if (find_object(reinterpret_cast<uintptr_t>(&gnu_get_libc_version), object)) {
    c_library = object.dlfo_link_map;
  }
  if (find_object(getauxval(AT_BASE), object)) {
    loader = {reinterpret_cast<uintptr_t>(object.dlfo_map_start),
              reinterpret_cast<uintptr_t>(object.dlfo_map_end)};
  }
  learn_iterate();
}

bool is_loader_code(uintptr_t pc) { return loader.has(pc) || iterate.has(pc); }

bool may_be_loader_return(uintptr_t word) {
  constexpr uintptr_t kUnsigned = (uintptr_t{1} << 39) - 1;
  const auto is_in = [&](const Range &range) {
    return ((word - range.low) & kUnsigned) < range.high - range.low;
  };
  return is_in(loader) || is_in(iterate);
}

bool is_runtime_code(uintptr_t pc) {
  dl_find_object object;
  if (loader.has(pc)) return true;
  return c_library != nullptr && find_object(pc, object) && is_c_library(object.dlfo_link_map);
}

}  // namespace cofferdam
