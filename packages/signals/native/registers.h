// SPDX-License-Identifier: Apache-2.0
// The registers of an interrupted thread. Async-signal-safe.
#pragma once
#include <cstdint>

namespace cofferdam {

/** Copies all of them to `out` (CD_MAX_REGISTERS), in the order that core names them
 *  (core/src/trap-names.ts; aarch64, which has no names there: x0-x30 sp pc pstate). Returns how
 *  many. */
uint32_t copy_registers(const void *ucontext, uint64_t *out);

/** The DWARF number of the frame pointer. */
extern const int kFramePointer;

/** Where `ucontext` stands: its program counter and stack pointer. */
struct Position {
  uintptr_t pc;
  uintptr_t sp;
};

Position position(const void *ucontext);
/** Where the function at `position` returns to, while it has not run its first instruction. */
Position caller_position(const void *ucontext);
void set_position(void *ucontext, Position position);

/** Lets this code access memory unaligned: a guest may have set the alignment-check flag, which the
 *  kernel keeps for a handler. */
void clear_alignment_check();

}  // namespace cofferdam
