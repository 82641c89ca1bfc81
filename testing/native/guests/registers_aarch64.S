/* SPDX-License-Identifier: Apache-2.0
 * A guest that leaves garbage in every register it had to preserve. ABI: AAPCS64. */
    .text
    .globl guest_clobber
    .type guest_clobber, %function
guest_clobber:
    .cfi_startproc
    hint 34                             /* bti c */
    mov x9, 0x4444444444444444
    .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    mov x\n, x9
    .endr
    .irp n, 8, 9, 10, 11, 12, 13, 14, 15
    fmov d\n, x9
    .endr
    cbz w0, 1f
    mov x9, 0
    str wzr, [x9]
1:  mov w0, 42
    ret
    .cfi_endproc
    .size guest_clobber, .-guest_clobber

    .globl guest_lose_stack
    .type guest_lose_stack, %function
guest_lose_stack:
    .cfi_startproc
    hint 34
    mov x9, 0x4240
    movk x9, 0x4242, lsl 16
    mov sp, x9
    str x0, [sp, -16]!
    .cfi_endproc
    .size guest_lose_stack, .-guest_lose_stack

/* Nothing tells an unwinder of it. */
    .globl guest_crash_untold
    .type guest_crash_untold, %function
guest_crash_untold:
    hint 34
    mov x9, 0
    str wzr, [x9]
    .size guest_crash_untold, .-guest_crash_untold
    .section .note.GNU-stack, "", %progbits
