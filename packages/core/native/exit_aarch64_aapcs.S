/* SPDX-License-Identifier: Apache-2.0
 *
 * The way out in place: the guest calls a function of the host by name, such as Node-API's.
 *
 * Same shape as exit_x86_64_sysv.S, which has a word on every step. ABI: AAPCS64. A callback thunk
 * (thunks_aarch64.S) loads the exit's slot into x16 and jumps here.
 *
 * Register contract: arguments and results pass untouched; scratch are x9-x17. The return address is
 * kept in the record: stack arguments are where the function expects them already.
 */
#include "layout.h"
#include "shadow_cfi_aarch64.h"

    .hidden cd_thread_state

    GATE_TEXT
    .globl cd_exit_in_place
    .hidden cd_exit_in_place
    .type cd_exit_in_place, %function
    .p2align 4
cd_exit_in_place:
    .cfi_startproc
    BTI_C
    ldr x17, [x16, SLOT_TARGET]
    THREAD_STATE x9, x10
    ldr x11, [x9, THREAD_TOP]
    ldr x10, [x9, THREAD_BASE]
    cmp x11, x10
    b.eq .Lstraight
    sub x11, x11, RECORD_SIZE
    ldr w12, [x11, RECORD_STATE]
    ldr w13, [x11, RECORD_EXITED]
    orr w12, w12, w13
    tst w12, STATE_SUSPENDED
    b.ne .Lstraight
    stp x19, x30, [x11, RECORD_EXIT_X19]    /* and RECORD_EXIT_X30 */
    mov x19, x11                        /* the host keeps it for us */
    IN_RECORD 30, RECORD_EXIT_X30
    IN_RECORD 19, RECORD_EXIT_X19
    mov w12, STATE_SUSPENDED
    str w12, [x19, RECORD_EXITED]
    blr x17
    str wzr, [x19, RECORD_EXITED]
    ldp x19, x30, [x19, RECORD_EXIT_X19]
    .cfi_same_value 30
    .cfi_same_value 19
    ret
.Lstraight:
    br x17
    .cfi_endproc
    .size cd_exit_in_place, .-cd_exit_in_place

    MARK_BTI
    .section .note.GNU-stack, "", %progbits
