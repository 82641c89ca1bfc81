// SPDX-License-Identifier: Apache-2.0
// What the gate keeps of a thread: its records, its stacks, its fault, and who hears of the fault.
//
// One mapping per thread, touched only as deep as calls nest:
//
//   base                      one block per stack class, same stride, so that the stack of class c
//   |                         for a record lies at `record + stack_class`
//   v
//   [ records: CD_DEPTH + 1 ][ stacks of class 0 ][ stacks of class 1 ] ...
#pragma once
#include <functional>

#include "record.h"

namespace cofferdam {

/** A fault, or the refusal of a call, on its way to JavaScript. */
struct Report {
  const Slot *slot;
  const cd_fault *fault;  // nullptr: the call was refused
  Refusal refusal;
  void *environment;  // napi_env to throw in; nullptr: there is none
};

using Deliver = void (*)(const Report &report);

/** What an exception says of itself comes from guest code: asked for once, and never twice. */
enum class Describing : uint8_t { No, Now, Done };

struct Thread {
  Thread *next;
  Thread **link;
  ThreadState *state;
  uintptr_t stack_low, stack_high;    // the thread's own stack
  uintptr_t caller_low, caller_high;  // the stack that the FFI calls on; 0: not known
  uint32_t layers_entered;            // bit n: thread_enter of layer n was called
  uint32_t levels;                    // nesting levels that have had a stack
  Describing describing;              // an exception's own text
  int id;                             // gettid(2)
  uint64_t deferred;                  // the watchdog leaves it alone until that tick
  cd_fault fault;
  cd_fault overdue;              // of a call whose time is up, and that is still in another library
  const Record *overdue_record;  // that call's
  Deliver deliver;               // nullptr: no JavaScript on this thread
};

extern "C" [[gnu::visibility("hidden")]] __thread ThreadState cd_thread_state
    __attribute__((tls_model("initial-exec")));

/** The deadline of a thread without a call that has one. */
constexpr uint64_t kNever = UINT64_MAX / 2;

/** Bytes between two stack classes of a thread. */
constexpr size_t kClassStride = ((CD_DEPTH + 1) * RECORD_SIZE + 4095) & ~size_t{4095};

/** The calling thread, made known to the gate if need be, with every layer entered. */
Thread &current_thread();

/** Calls `visit` for each thread; none begins or ends meanwhile. */
void each_thread(const std::function<void(Thread &)> &visit);

/** Makes every thread pass the slow path once, so that a new layer's `thread_enter` is called. */
void recheck_all_threads();

}  // namespace cofferdam
