// SPDX-License-Identifier: Apache-2.0
// The three structs that the assembly reads and writes.
#pragma once
#include <cstddef>
#include <cstdint>

#include "cofferdam/layer_abi.h"
#include "layout.h"

namespace cofferdam {

/** How a fault of this slot reaches JavaScript. */
enum class Delivery : uint32_t {
  Throw = 0,  // thrown natively, in the FFI's own environment: costs nothing per call
  Stash = 1,  // kept for a wrapper that asks after the call
};

/** Why a slot no longer enters its target. */
enum class Refusal : uint32_t { None = 0, Quarantined = 1, Disposed = 2, TooDeep = 3, NoStack = 4 };

/** One linked function. Threads read it without a lock; it is written only while nobody can call
 * it, except `entry`, `target` and `refusal`, which are single words. */
struct Slot {
  void *entry;
  void *target;
  uint32_t stack_bytes;   // arguments on the stack, a multiple of 16
  uint32_t stack_class;   // distance from a record to its cd_stack
  uint64_t calls;         // not atomic: exact while one thread calls
  uint32_t layers;        // bit n: layer n of layers.h takes part
  uint32_t result_bytes;  // aggregate result in memory that the caller provides (rdi), else 0
  Delivery delivery;
  Refusal refusal;
  uint32_t owner;  // the compartment
  uint32_t used;
  uint32_t wants_registers;
  uint32_t text_width;  // result is text in characters of so many bytes, else 0
  void *environment;    // napi_env that the caller throws in; borrowed
  void *reporter;       // the JavaScript environment that made the slot; borrowed
  uint64_t reserved[6];
};

struct Record {
  uint64_t rbx, ret, rbp, r12, r13, r14, r15;
  uint64_t sp;
  Slot *slot;
  uint64_t rdi;
  uint32_t state;
  uint32_t mxcsr;
  uint64_t reserved[5];
};

struct Thread;

/** The part of a thread that a call touches. */
struct ThreadState {
  Record *top;
  Record *limit;
  Record *base;
  uint32_t mxcsr;
  uint32_t reserved;
  Thread *thread;
};

static_assert(sizeof(Slot) == 1 << SLOT_SHIFT);
static_assert(offsetof(Slot, entry) == SLOT_ENTRY);
static_assert(offsetof(Slot, target) == SLOT_TARGET);
static_assert(offsetof(Slot, stack_bytes) == SLOT_STACK_BYTES);
static_assert(offsetof(Slot, stack_class) == SLOT_STACK_CLASS);
static_assert(offsetof(Slot, calls) == SLOT_CALLS);
static_assert(sizeof(Record) == RECORD_SIZE);
static_assert(offsetof(Record, rbx) == RECORD_RBX && offsetof(Record, ret) == RECORD_RET);
static_assert(offsetof(Record, rbp) == RECORD_RBP && offsetof(Record, r12) == RECORD_R12);
static_assert(offsetof(Record, r13) == RECORD_R13 && offsetof(Record, r14) == RECORD_R14);
static_assert(offsetof(Record, r15) == RECORD_R15 && offsetof(Record, sp) == RECORD_SP);
static_assert(offsetof(Record, slot) == RECORD_SLOT && offsetof(Record, rdi) == RECORD_RDI);
static_assert(offsetof(Record, state) == RECORD_STATE && offsetof(Record, mxcsr) == RECORD_MXCSR);
static_assert(offsetof(ThreadState, top) == THREAD_TOP);
static_assert(offsetof(ThreadState, limit) == THREAD_LIMIT);
static_assert(offsetof(ThreadState, base) == THREAD_BASE);
static_assert(offsetof(ThreadState, mxcsr) == THREAD_MXCSR);

/** The cd_stack that `slot` uses at the nesting level of `record` (see thread.h for the picture).
 */
inline cd_stack *stack_of(Record *record, const Slot *slot) {
  return reinterpret_cast<cd_stack *>(reinterpret_cast<char *>(record) + slot->stack_class);
}

}  // namespace cofferdam
