// SPDX-License-Identifier: Apache-2.0
// The gate's frames carry this personality routine: Itanium C++ ABI, Level I §1.6; any language
// whose exceptions unwind through it (C++, Rust's extern "C-unwind") is stopped here.
#include "panic.h"

#include "cpp_exception.h"
#include "gate.h"
#include "rust_panic.h"
#include "throw_trace.h"

extern "C" {
[[gnu::visibility("hidden")]] void cd_gate_landing();
[[gnu::visibility("hidden")]] void cd_gate_diverted();
[[gnu::visibility("hidden")]] void cd_gate_diverted_landing();
}

namespace cofferdam {
namespace {

/** Is the frame that of a replaced return address (deadline.cc), not an entry's? */
bool is_diverted(_Unwind_Context *context) {
  return _Unwind_GetIP(context) == reinterpret_cast<uintptr_t>(&cd_gate_diverted);
}

}  // namespace

void describe_exception(_Unwind_Exception *exception, cd_fault &fault) {
  cd_thread_state.thread->describing = Describing::Now;
  fault.kind = CD_FAULT_PANIC;
  fault.signal = fault.code = 0;
  fault.caught_by = "gate";
  fault.type[0] = fault.reason[0] = '\0';
  if (is_cpp_exception(*exception)) {
    describe_cpp_exception(exception, fault);
  } else if (is_rust_panic(*exception)) {
    describe_rust_panic(exception, fault);
  } else {
    fault.language = CD_LANGUAGE_OTHER;
    _Unwind_DeleteException(exception);
  }
  cd_thread_state.thread->describing = Describing::Done;
}

}  // namespace cofferdam

extern "C" {

[[gnu::used, gnu::visibility("hidden")]] _Unwind_Reason_Code cd_gate_personality(
    int, _Unwind_Action actions, _Unwind_Exception_Class, _Unwind_Exception *exception,
    _Unwind_Context *context) {
  // pthread_exit and cancellation unwind by force: they end the thread, and that is not ours to
  // stop.
  if ((actions & _UA_FORCE_UNWIND) != 0) return _URC_CONTINUE_UNWIND;
  using namespace cofferdam;
  Thread &thread = *cd_thread_state.thread;
  if (!can_report(cd_thread_state.top[-1], thread)) {
    return _URC_CONTINUE_UNWIND;
  }
  if ((actions & _UA_SEARCH_PHASE) != 0) {
    // The guest's frames are still there. Past the loader, whose lock would stay taken, the
    // exception is caught by nobody: std::terminate ends the process.
    const bool passes_loader = trace_throw(thread.fault);
    return passes_loader ? _URC_CONTINUE_UNWIND : _URC_HANDLER_FOUND;
  }
  // The search may have found another handler before the return address was replaced. That handler
  // cannot be reached any more, and without one the unwinder would end the process.
  const bool diverted = is_diverted(context);
  if ((actions & _UA_HANDLER_FRAME) == 0 && !diverted) return _URC_CONTINUE_UNWIND;
  _Unwind_SetGR(context, __builtin_eh_return_data_regno(0), reinterpret_cast<uintptr_t>(exception));
  _Unwind_SetIP(context,
                reinterpret_cast<uintptr_t>(diverted ? cd_gate_diverted_landing : cd_gate_landing));
  return _URC_INSTALL_CONTEXT;
}

[[gnu::used, gnu::visibility("hidden")]] void cd_caught(_Unwind_Exception *exception) {
  cofferdam::describe_exception(exception, cofferdam::cd_thread_state.thread->fault);
}
}
