/* SPDX-License-Identifier: Apache-2.0
 * A guest that leaves garbage in every register it had to preserve. ABI: System V AMD64. */
    .text
    .globl guest_clobber
    .type guest_clobber, @function
guest_clobber:
    .cfi_startproc
    .irp register, rbx, rbp, r12, r13, r14, r15
    movabsq $0x4444444444444444, %\register
    .endr
    testl %edi, %edi
    jz 1f
    movl $1, 0
1:  movl $42, %eax
    ret
    .cfi_endproc
    .size guest_clobber, .-guest_clobber

    .globl guest_lose_stack
    .type guest_lose_stack, @function
guest_lose_stack:
    .cfi_startproc
    movabsq $0x4242424240, %rsp
    pushq %rdi
    .cfi_endproc
    .size guest_lose_stack, .-guest_lose_stack

/* Nothing tells an unwinder of it. */
    .globl guest_crash_untold
    .type guest_crash_untold, @function
guest_crash_untold:
    movl $1, 0
    .size guest_crash_untold, .-guest_crash_untold
    .section .note.GNU-stack, "", @progbits
