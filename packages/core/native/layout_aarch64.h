/* SPDX-License-Identifier: Apache-2.0
 * The part of layout.h that depends on the machine's registers. Registers are saved in pairs. */
#ifndef COFFERDAM_LAYOUT_AARCH64_H
#define COFFERDAM_LAYOUT_AARCH64_H

#define THUNK_BYTES 32

#define RECORD_X19 0   /* x19, x20 */
#define RECORD_X21 16  /* x21, x22 */
#define RECORD_X23 32  /* x23, x24 */
#define RECORD_X25 48  /* x25, x26 */
#define RECORD_X27 64  /* x27, x28 */
#define RECORD_X29 80  /* x29, x30 */
#define RECORD_D8 96   /* d8, d9 */
#define RECORD_D10 112 /* d10, d11 */
#define RECORD_D12 128 /* d12, d13 */
#define RECORD_D14 144 /* d14, d15 */
#define RECORD_SP 160
#define RECORD_SLOT 168
#define RECORD_X8 176
#define RECORD_STATE 184
#define RECORD_FPCR 188
#define RECORD_DEADLINE 192
#define RECORD_EXITED \
  200 /* STATE_SUSPENDED, by an exit in place; a word of its own is only written */
#define RECORD_EXIT_X19 208
#define RECORD_EXIT_X30 216
#define RECORD_X0 232
#define RECORD_SIZE 256

#define THREAD_FPCR THREAD_FLOAT_CONTROL
#endif
