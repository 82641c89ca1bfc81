// SPDX-License-Identifier: Apache-2.0
// What entry_x86_64_sysv.S keeps of a live call.
#pragma once
#include <cstddef>
#include <cstdint>

#include "layout.h"

namespace cofferdam {

struct Slot;

struct Record {
  uint64_t rbx, ret, rbp, r12, r13, r14, r15;
  uint64_t sp;
  Slot *slot;
  uint64_t rdi;
  uint32_t state;
  uint32_t mxcsr;
  uint64_t deadline;  // of the call around this one
  uint32_t exited;
  uint32_t looks;
  uint64_t exit_ret, exit_rbx;
  uint32_t
      overdue_for;  // the deadline that this and `looks` are about, the low half: an entry does
  uint32_t overdue_since;  // not reset them
};

/** The caller's frame pointer. */
inline uint64_t frame_pointer(const Record &record) { return record.rbp; }

/** The first argument that is an integer or a pointer. */
inline uint64_t first_argument(const Record &record) { return record.rdi; }

/** Where the caller wants an aggregate result, if it does. */
inline uint64_t result_address(const Record &record) { return record.rdi; }

static_assert(sizeof(Record) == RECORD_SIZE);
static_assert(offsetof(Record, rbx) == RECORD_RBX && offsetof(Record, ret) == RECORD_RET);
static_assert(offsetof(Record, rbp) == RECORD_RBP && offsetof(Record, r12) == RECORD_R12);
static_assert(offsetof(Record, r13) == RECORD_R13 && offsetof(Record, r14) == RECORD_R14);
static_assert(offsetof(Record, r15) == RECORD_R15 && offsetof(Record, sp) == RECORD_SP);
static_assert(offsetof(Record, slot) == RECORD_SLOT && offsetof(Record, rdi) == RECORD_RDI);
static_assert(offsetof(Record, state) == RECORD_STATE && offsetof(Record, mxcsr) == RECORD_MXCSR);
static_assert(offsetof(Record, deadline) == RECORD_DEADLINE);
static_assert(offsetof(Record, exited) == RECORD_EXITED);
static_assert(offsetof(Record, exit_ret) == RECORD_EXIT_RET);
static_assert(offsetof(Record, exit_rbx) == RECORD_EXIT_RBX);

}  // namespace cofferdam
