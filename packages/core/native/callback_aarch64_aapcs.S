/* SPDX-License-Identifier: Apache-2.0
 *
 * The way out in the middle of a call: the guest calls a function pointer of the host.
 *
 * Same shape as callback_x86_64_sysv.S, which has a word on every step. ABI: AAPCS64. A callback thunk
 * (thunks_aarch64.S) loads the exit's slot into x16 and jumps here.
 *
 * Register contract: arguments and results pass untouched; scratch are x9-x17 v16. x19, x20, x29 and
 * x30 are saved on the guest's stack: if the guest ruins them, it ruins its own return.
 *
 *    guest's stack             caller's stack
 *    +---------------+         +-------------------+
 *    | stack args    | --copy->| (256 bytes clear) | <- record.sp
 *    | x19 x20       |         | stack args        |
 *    | x29 x30       | <- x29  +-------------------+ <- sp
 *    +---------------+
 */
#include "layout.h"
#include "shadow_cfi_aarch64.h"

    .hidden cd_thread_state

    GATE_TEXT
    .globl cd_callback_entry
    .hidden cd_callback_entry
    .type cd_callback_entry, %function
    .p2align 4
cd_callback_entry:
    .cfi_startproc
    BTI_C
    stp x29, x30, [sp, -32]!
    .cfi_def_cfa_offset 32
    .cfi_offset 29, -32
    .cfi_offset 30, -24
    stp x19, x20, [sp, 16]
    .cfi_offset 19, -16
    .cfi_offset 20, -8
    mov x29, sp
    .cfi_def_cfa 29, 32
    THREAD_STATE x9, x10
    ldr x19, [x9, THREAD_TOP]
    ldr x10, [x9, THREAD_BASE]
    cmp x19, x10
    b.eq .Ldirect
    sub x19, x19, RECORD_SIZE
    ldr w11, [x19, RECORD_STATE]
    ldr w12, [x19, RECORD_EXITED]
    orr w12, w12, w11
    tst w12, STATE_SUSPENDED
    b.ne .Ldirect
    tst w11, STATE_SWITCHED
    b.eq .Lsuspend                      /* in place: the stack is the caller's already */
    ldr x12, [x19, RECORD_SP]
    sub sp, x12, 256
.Lsuspend:
    orr w11, w11, STATE_SUSPENDED
    str w11, [x19, RECORD_STATE]
    ldr w13, [x16, SLOT_STACK_BYTES]
    sub sp, sp, x13
    cbz x13, .Lcall_host
    add x14, x29, 32                    /* what is saved above */
1:  sub x13, x13, 16
    ldr q16, [x14, x13]
    str q16, [sp, x13]
    cbnz x13, 1b
.Lcall_host:
    mrs x10, fpcr                       /* host code gets the host's modes, whatever the guest set */
    ldr w11, [x9, THREAD_FPCR]
    str w10, [x19, RECORD_FPCR]
    cmp w10, w11
    b.eq 2f
    msr fpcr, x11
2:  ldr x17, [x16, SLOT_TARGET]
    blr x17
    ldr w10, [x19, RECORD_FPCR]
    mrs x11, fpcr
    cmp w10, w11
    b.eq 3f
    msr fpcr, x10
3:  ldr w11, [x19, RECORD_STATE]
    and w11, w11, ~STATE_SUSPENDED
    str w11, [x19, RECORD_STATE]
    mov sp, x29
    ldp x19, x20, [sp, 16]
    .cfi_remember_state
    .cfi_same_value 19
    .cfi_same_value 20
    ldp x29, x30, [sp], 32
    CALLER_CFI
    ret
.Ldirect:
    .cfi_restore_state
    ldp x19, x20, [sp, 16]
    .cfi_same_value 19
    .cfi_same_value 20
    ldp x29, x30, [sp], 32
    CALLER_CFI
    ldr x17, [x16, SLOT_TARGET]
    br x17
    .cfi_endproc
    .size cd_callback_entry, .-cd_callback_entry

/* An unregistered callback: the guest jumps through null, as the guest, and faults. */
    .globl cd_callback_nowhere
    .hidden cd_callback_nowhere
    .type cd_callback_nowhere, %function
cd_callback_nowhere:
    .cfi_startproc
    BTI_C
    mov x17, 0
    br x17
    .cfi_endproc
    .size cd_callback_nowhere, .-cd_callback_nowhere

    MARK_BTI
    .section .note.GNU-stack, "", %progbits
