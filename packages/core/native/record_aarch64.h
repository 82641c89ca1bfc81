// SPDX-License-Identifier: Apache-2.0
// What entry_aarch64_aapcs.S keeps of a live call.
#pragma once
#include <cstddef>
#include <cstdint>

#include "layout.h"

namespace cofferdam {

struct Slot;

struct Record {
  uint64_t x19[12];  // to x30, the return address
  uint64_t d8[8];    // to d15; of v8-v15 only the low halves are the caller's (AAPCS64 §6.1.2)
  uint64_t sp;
  Slot *slot;
  uint64_t x8;
  uint32_t state;
  uint32_t fpcr;
  uint64_t deadline;  // of the call around this one
  uint32_t exited;
  uint32_t looks;
  uint64_t exit_x19, exit_x30;
  uint32_t
      overdue_for;  // the deadline that this and `looks` are about, the low half: an entry does
  uint32_t overdue_since;  // not reset them
  uint64_t x0;
  uint64_t reserved[2];
};

/** The caller's frame pointer, x29. */
inline uint64_t frame_pointer(const Record &record) { return record.x19[10]; }

/** The first argument that is an integer or a pointer. */
inline uint64_t first_argument(const Record &record) { return record.x0; }

/** Where the caller wants an aggregate result, if it does. */
inline uint64_t result_address(const Record &record) { return record.x8; }

static_assert(sizeof(Record) == RECORD_SIZE);
static_assert(offsetof(Record, x19) == RECORD_X19 && offsetof(Record, x19[10]) == RECORD_X29);
static_assert(offsetof(Record, d8) == RECORD_D8 && offsetof(Record, d8[6]) == RECORD_D14);
static_assert(offsetof(Record, sp) == RECORD_SP && offsetof(Record, slot) == RECORD_SLOT);
static_assert(offsetof(Record, x8) == RECORD_X8 && offsetof(Record, state) == RECORD_STATE);
static_assert(offsetof(Record, fpcr) == RECORD_FPCR &&
              offsetof(Record, deadline) == RECORD_DEADLINE);
static_assert(offsetof(Record, x0) == RECORD_X0);
static_assert(offsetof(Record, exited) == RECORD_EXITED);
static_assert(offsetof(Record, exit_x19) == RECORD_EXIT_X19);
static_assert(offsetof(Record, exit_x30) == RECORD_EXIT_X30);

}  // namespace cofferdam
