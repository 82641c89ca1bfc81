// SPDX-License-Identifier: Apache-2.0
#include "return_address.h"

#include "code_object.h"
#include "runtime_code.h"

namespace cofferdam {
namespace {

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

}  // namespace

bool is_target_code(const cd_call &call, uintptr_t pc) {
  dl_find_object object, targets;
  if (is_runtime_code(pc) || !find_object(pc, object)) return false;
  return find_object(call.target, targets) && object.dlfo_link_map == targets.dlfo_link_map;
}

ReturnAddress find_return_address(const cd_gate &gate, const cd_call &call, void *ucontext,
                                  bool past_loader) {
  Search search = {&gate, &call, ucontext, past_loader, !past_loader, {}, {}};
  walk_frames(ucontext, look, &search);
  return search.found;
}

}  // namespace cofferdam
