// SPDX-License-Identifier: Apache-2.0
// The three structs that the assembly reads and writes.
#pragma once
#include <cstddef>
#include <cstdint>

#include "cofferdam/layer_abi.h"
#include "layout.h"

#if defined(__x86_64__)
#include "record_x86_64.h"
#else
#include "record_aarch64.h"
#endif

namespace cofferdam {

/** How a fault of this slot reaches JavaScript. */
enum class Delivery : uint32_t {
  Throw = 0,  // thrown natively, in the FFI's own environment: costs nothing per call
  Stash = 1,  // kept for a wrapper that asks after the call
  Post = 2,   // the call is on a thread without JavaScript: kept until its thread asks
  Ask = 3,    // the caller may be where no JavaScript may run (V8's fast calls): kept until asked,
              // and until then no more calls go in
};

/** Why a slot no longer enters its target. */
enum class Refusal : uint32_t {
  None = 0,
  Quarantined = 1,
  Disposed = 2,
  TooDeep = 3,
  NoStack = 4,
  Unheard = 5,  // Delivery::Ask: of a fault that nobody asked for yet
};

/** Slot::environment of a function that is called with its napi_env. */
constexpr uintptr_t kFirstArgument = 1;

/** What became of the last call of a slot that keeps it. */
struct Posted {
  bool full;
  Refusal refusal;
  cd_fault fault;  // when there is no refusal
};

/** One linked function. Threads read it without a lock; it is written only while nobody can call
 * it, except `entry`, `target` and `refusal`, which are single words. */
struct Slot {
  void *entry;
  void *target;
  uint32_t stack_bytes;   // arguments on the stack, a multiple of 16
  uint32_t stack_class;   // distance from a record to its cd_stack
  uint64_t calls;         // not atomic: exact while one thread calls
  uint32_t timeout;       // ms; only with a deadline
  uint32_t grace;         // ms past it; then the call is abandoned wherever it is
  uint32_t layers;        // bit n: layer n of layers.h takes part
  uint32_t result_bytes;  // aggregate result in memory that the caller provides, else 0
  Delivery delivery;
  Refusal refusal;
  uint32_t owner;  // the compartment
  uint32_t used;
  uint32_t wants_registers;
  uint32_t text_width;  // result is text in characters of so many bytes, else 0
  void *environment;    // napi_env that the caller throws in, or kFirstArgument; borrowed
  void *reporter;       // the JavaScript environment that made the slot; borrowed
  Posted *posted;       // where what became of a call is kept; owned
  uint64_t aborted;   // Delivery::Post: the tick since when nobody waits for the running call; or 0
  uint32_t *unheard;  // Delivery::Ask: JavaScript sees here that it should ask; borrowed
  uint64_t reserved[2];
};

/** No JavaScript runs when its calls are abandoned: what became of them is kept until asked for. */
inline bool keeps_outcome(const Slot &slot) {
  return slot.delivery == Delivery::Post || slot.delivery == Delivery::Ask;
}

struct Thread;

/** The part of a thread that a call touches. */
struct ThreadState {
  Record *top;
  Record *limit;
  Record *base;
  uint32_t float_control;  // the thread's own, before it entered any guest
  uint32_t reserved;
  uint64_t deadline;
  Thread *thread;
};

static_assert(sizeof(Slot) == 1 << SLOT_SHIFT);
static_assert(offsetof(Slot, entry) == SLOT_ENTRY);
static_assert(offsetof(Slot, target) == SLOT_TARGET);
static_assert(offsetof(Slot, stack_bytes) == SLOT_STACK_BYTES);
static_assert(offsetof(Slot, stack_class) == SLOT_STACK_CLASS);
static_assert(offsetof(Slot, calls) == SLOT_CALLS);
static_assert(offsetof(Slot, timeout) == SLOT_TIMEOUT);
static_assert(offsetof(ThreadState, top) == THREAD_TOP);
static_assert(offsetof(ThreadState, limit) == THREAD_LIMIT);
static_assert(offsetof(ThreadState, base) == THREAD_BASE);
static_assert(offsetof(ThreadState, float_control) == THREAD_FLOAT_CONTROL);
static_assert(offsetof(ThreadState, deadline) == THREAD_DEADLINE);

/** The cd_stack that `slot` uses at the nesting level of `record` (see thread.h for the picture).
 */
inline cd_stack *stack_of(Record *record, const Slot *slot) {
  return reinterpret_cast<cd_stack *>(reinterpret_cast<char *>(record) + slot->stack_class);
}

}  // namespace cofferdam
