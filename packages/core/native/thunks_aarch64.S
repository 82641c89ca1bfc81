/* SPDX-License-Identifier: Apache-2.0
 *
 * The addresses that an FFI calls: one thunk of THUNK_BYTES per slot, assembled here once, so that no
 * memory is ever writable and executable. Thunk n puts the address of slot n into x16 and jumps to
 * where that slot says. x16 and x17 are what AAPCS64 §6.1.1 leaves to veneers between a call and its
 * target, and what a PLT uses. A jump through x17 counts as a call for BTI.
 */
#include "layout.h"
#include "shadow_cfi_aarch64.h"

    .hidden cd_slots
    .hidden cd_exits

.macro THUNKS name, table, count
    .globl \name
    .hidden \name
    .balign THUNK_BYTES
\name:
    .cfi_startproc
    .set slot, 0
    .rept \count
    .balign THUNK_BYTES
    BTI_C
    adrp x16, \table+(slot<<SLOT_SHIFT)
    add x16, x16, :lo12:\table+(slot<<SLOT_SHIFT)
    ldr x17, [x16, SLOT_ENTRY]
    br x17
    .set slot, slot+1
    .endr
    .cfi_endproc
.endm

    GATE_TEXT
    THUNKS cd_thunks, cd_slots, CD_SLOTS
    THUNKS cd_callback_thunks, cd_exits, CD_EXITS

    MARK_BTI
    .section .note.GNU-stack, "", %progbits
