/* SPDX-License-Identifier: Apache-2.0
 * The part of layout.h that depends on the machine's registers. */
#ifndef COFFERDAM_LAYOUT_X86_64_H
#define COFFERDAM_LAYOUT_X86_64_H

#define THUNK_BYTES 16

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
#define RECORD_DEADLINE 88
#define RECORD_EXITED \
  96 /* STATE_SUSPENDED, by an exit in place; a word of its own is only written */
#define RECORD_EXIT_RET 104
#define RECORD_EXIT_RBX 112
#define RECORD_SIZE 128

#define THREAD_MXCSR THREAD_FLOAT_CONTROL
#endif
