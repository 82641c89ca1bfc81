// SPDX-License-Identifier: Apache-2.0
#include "throw_trace.h"

#include <sys/auxv.h>
#include <unwind.h>

#include <cstring>
#include <initializer_list>

#include "gate.h"
#include "loaded_object.h"

namespace cofferdam {
namespace {

using IsUnwinder = bool (*)(void *function);

struct Walk {
  cd_fault *fault;
  IsUnwinder is_unwinder;
  bool past_unwinder;  // frames of the unwinder itself come first
  bool passes_loader;
};

bool is_loader(uintptr_t pc) {
  static const link_map *const loader =
      object_of(reinterpret_cast<const void *>(getauxval(AT_BASE)));
  return loader != nullptr && object_of(reinterpret_cast<const void *>(pc)) == loader;
}

bool is_our_unwinder(void *function) {
  return function == reinterpret_cast<void *>(&_Unwind_RaiseException);
}

/** A library with a private heap has a libgcc of its own. */
bool is_any_unwinder(void *function) {
  Dl_info info = {};
  return dladdr(function, &info) != 0 && info.dli_sname != nullptr &&
         std::strcmp(info.dli_sname, "_Unwind_RaiseException") == 0;
}

_Unwind_Reason_Code visit(_Unwind_Context *context, void *argument) {
  Walk &walk = *static_cast<Walk *>(argument);
  const uintptr_t ip = _Unwind_GetIP(context);
  if (is_gate_text(ip)) return _URC_NORMAL_STOP;
  if (walk.is_unwinder(reinterpret_cast<void *>(_Unwind_GetRegionStart(context)))) {
    walk.past_unwinder = true;
    return _URC_NO_REASON;
  }
  cd_fault &fault = *walk.fault;
  if (!walk.past_unwinder) return _URC_NO_REASON;
  walk.passes_loader |= is_loader(ip);
  if (fault.frame_count < CD_MAX_FRAMES) fault.frames[fault.frame_count++] = ip - 1;
  return _URC_NO_REASON;
}

}  // namespace

bool trace_throw(cd_fault &fault) {
  for (const IsUnwinder is_unwinder : {is_our_unwinder, is_any_unwinder}) {
    fault.frame_count = 0;
    Walk walk = {&fault, is_unwinder, false, false};
    _Unwind_Backtrace(visit, &walk);
    if (walk.past_unwinder) return walk.passes_loader;
  }
  return false;
}

}  // namespace cofferdam
