// SPDX-License-Identifier: Apache-2.0
#include "return_address.h"

#include <gnu/libc-version.h>
#include <sys/auxv.h>

#include <algorithm>
#include <cstring>

#include "code_object.h"

namespace cofferdam {
namespace {

const link_map *c_library = nullptr;
const link_map *loader = nullptr;
uintptr_t iterate_low = 0, iterate_high = 0;  // dl_iterate_phdr: in libc, and holds ld.so's lock

const link_map *object_of(uintptr_t pc) {
  dl_find_object object;
  return find_object(pc, object) ? object.dlfo_link_map : nullptr;
}

/** A library with a private heap has another copy of it, from the same file. */
bool is_c_library(const link_map *object) {
  if (object == c_library) return true;
  return c_library != nullptr && std::strcmp(object->l_name, c_library->l_name) == 0;
}

bool is_loader_code(uintptr_t pc) {
  return (pc >= iterate_low && pc < iterate_high) || (loader != nullptr && object_of(pc) == loader);
}

struct Search {
  const cd_gate *gate;
  const cd_call *call;
  void *ucontext;
  bool past_loader;
  bool wanted;  // the next return to the target, or to the gate
  Frame callee;
  ReturnAddress found;
};

bool look(void *self, const Frame &frame) {
  Search &search = *static_cast<Search *>(self);
  const Frame callee = search.callee;
  search.callee = frame;
  const bool is_gate = search.gate->is_gate(frame.pc) != 0;
  if (is_loader_code(frame.pc)) search.wanted = true;
  if (!is_gate && !is_target_code(*search.call, frame.pc)) return false;
  if (search.wanted) {
    search.found = {};
    if (frame.is_return) search.found = return_address_of(callee, frame, search.ucontext);
  }
  search.wanted = false;
  return is_gate || !search.past_loader;
}

void learn_iterate() {
  Dl_info info = {};
  void *entry = nullptr;
  void *function = reinterpret_cast<void *>(&dl_iterate_phdr);
  if (dladdr1(function, &info, &entry, RTLD_DL_SYMENT) == 0 || entry == nullptr) return;
  iterate_low = reinterpret_cast<uintptr_t>(info.dli_saddr);
  iterate_high = iterate_low + static_cast<const ElfW(Sym) *>(entry)->st_size;
}

}  // namespace

void learn_runtime() {
  c_library = object_of(reinterpret_cast<uintptr_t>(&gnu_get_libc_version));
  loader = object_of(getauxval(AT_BASE));
  learn_iterate();
}

bool is_target_code(const cd_call &call, uintptr_t pc) {
  const link_map *object = object_of(pc);
  if (object == nullptr || is_c_library(object) || object == loader) return false;
  return object == object_of(call.target);
}

bool is_inside_loader(const cd_fault &fault) {
  return std::any_of(fault.frames, fault.frames + fault.frame_count, is_loader_code);
}

ReturnAddress find_return_address(const cd_gate &gate, const cd_call &call, void *ucontext,
                                  bool past_loader) {
  Search search = {&gate, &call, ucontext, past_loader, !past_loader, {}, {}};
  walk_frames(ucontext, look, &search);
  return search.found;
}

}  // namespace cofferdam
