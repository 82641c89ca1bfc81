/* SPDX-License-Identifier: Apache-2.0
 * Offsets that the assembly and the C++ structs share; record.h asserts every one of them. */
#ifndef COFFERDAM_LAYOUT_H
#define COFFERDAM_LAYOUT_H

#define CD_SLOTS                                                                                 \
  4096                /* functions that can be linked at a time, in all libraries of the process \
                       */
#define CD_EXITS 1024 /* callbacks that can be registered at a time */
#define CD_DEPTH 512  /* guarded calls that can be nested on one thread */

/* Slot: what one linked function needs at call time; the hot part is its first 32 bytes. */
#define SLOT_ENTRY 0
#define SLOT_TARGET 8
#define SLOT_STACK_BYTES 16
#define SLOT_STACK_CLASS 20
#define SLOT_CALLS 24
#define SLOT_SHIFT 7

/* Record: one live call; in the thread's shadow array, never on a stack that the guest can reach.
 */
#define RECORD_RBX 0
#define RECORD_RET 8
#define RECORD_RBP 16
#define RECORD_R12 24
#define RECORD_R13 32
#define RECORD_R14 40
#define RECORD_R15 48
#define RECORD_SP 56
#define RECORD_SLOT 64
#define RECORD_RDI 72
#define RECORD_STATE 80
#define RECORD_MXCSR 84
#define RECORD_SIZE 128

/* RECORD_STATE */
#define STATE_SUSPENDED 1 /* host code runs: a callback, or the gate itself */
#define STATE_SWITCHED 2  /* the guest runs on a stack of its own */
#define STATE_REFUSED 4   /* the target was never entered */

/* ThreadState, in initial-exec TLS */
#define THREAD_TOP 0   /* the next free record */
#define THREAD_LIMIT 8 /* at or past it: take the slow path */
#define THREAD_BASE 16
#define THREAD_MXCSR 24
#endif
