/* SPDX-License-Identifier: Apache-2.0
 *
 * The addresses that an FFI calls: one 16-byte thunk per slot, assembled here once, so that no memory
 * is ever writable and executable. Thunk n puts the address of slot n into r11 (scratch in the
 * psABI, and what a PLT uses it for) and jumps to where that slot says.
 *
 * They are exported, as cd_thunk_0 and so on: node:ffi calls only what a library exports.
 */
#include "layout.h"
#include "shadow_cfi_x86_64.h"

    .hidden cd_slots
    .hidden cd_exits

    .altmacro
    .macro EXPORTED_THUNK n
    .globl cd_thunk_\n
    .type cd_thunk_\n, @function
cd_thunk_\n:
    .endm

    GATE_TEXT
    .globl cd_thunks
    .hidden cd_thunks
    .p2align 4
cd_thunks:
    .cfi_startproc
    .set slot, 0
    .rept CD_SLOTS
    .p2align 4
    EXPORTED_THUNK %slot
    endbr64
    leaq cd_slots+(slot<<SLOT_SHIFT)(%rip), %r11
    jmp *SLOT_ENTRY(%r11)
    .set slot, slot+1
    .endr
    .cfi_endproc

    .globl cd_callback_thunks
    .hidden cd_callback_thunks
    .p2align 4
cd_callback_thunks:
    .cfi_startproc
    .set slot, 0
    .rept CD_EXITS
    .p2align 4
    endbr64
    leaq cd_exits+(slot<<SLOT_SHIFT)(%rip), %r11
    jmp *SLOT_ENTRY(%r11)
    .set slot, slot+1
    .endr
    .cfi_endproc

    .section .note.GNU-stack, "", @progbits
