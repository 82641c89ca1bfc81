// SPDX-License-Identifier: Apache-2.0
#include "throw_trace.h"

#include <unwind.h>

#include "gate.h"

namespace cofferdam {
namespace {

struct Walk {
  cd_fault *fault;
  bool past_unwinder;  // frames of the unwinder itself come first
};

bool is_unwinder(_Unwind_Context *context) {
  const auto raise = reinterpret_cast<void *>(&_Unwind_RaiseException);
  return reinterpret_cast<void *>(_Unwind_GetRegionStart(context)) == raise;
}

_Unwind_Reason_Code visit(_Unwind_Context *context, void *argument) {
  Walk &walk = *static_cast<Walk *>(argument);
  const uintptr_t ip = _Unwind_GetIP(context);
  if (is_gate_text(ip)) return _URC_NORMAL_STOP;
  if (is_unwinder(context)) {
    walk.past_unwinder = true;
    return _URC_NO_REASON;
  }
  cd_fault &fault = *walk.fault;
  if (!walk.past_unwinder) return _URC_NO_REASON;
  if (fault.frame_count == CD_MAX_FRAMES) return _URC_NORMAL_STOP;
  fault.frames[fault.frame_count++] = ip - 1;
  return _URC_NO_REASON;
}

}  // namespace

void trace_throw(cd_fault &fault) {
  fault.frame_count = 0;
  Walk walk = {&fault, false};
  _Unwind_Backtrace(visit, &walk);
}

}  // namespace cofferdam
