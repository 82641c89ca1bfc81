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
#define SLOT_TIMEOUT 32
#define SLOT_SHIFT 7

/* RECORD_*: one live call; in the thread's shadow array, never on a stack that the guest can reach.
 */
#if defined(__x86_64__)
#include "layout_x86_64.h"
#elif defined(__aarch64__)
#include "layout_aarch64.h"
#else
#error "the gate has no code for this machine"
#endif

/* RECORD_STATE */
#define STATE_SUSPENDED 1 /* host code runs: a callback, or the gate itself */
#define STATE_SWITCHED 2  /* the guest runs on a stack of its own */
#define STATE_REFUSED 4   /* the target was never entered */
#define STATE_DEADLINE                                                                          \
  8                     /* the call has a deadline; that of the call around it is in the record \
                         */
#define STATE_ENDING 16 /* the call is being abandoned */

/* ThreadState, in initial-exec TLS */
#define THREAD_TOP 0   /* the next free record */
#define THREAD_LIMIT 8 /* at or past it: take the slow path */
#define THREAD_BASE 16
#define THREAD_FLOAT_CONTROL 24 /* MXCSR's control bits, or FPCR */
#define THREAD_DEADLINE 32      /* when the innermost call that has one is due, in ticks */
#endif
