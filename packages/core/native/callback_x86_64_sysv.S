/* SPDX-License-Identifier: Apache-2.0
 *
 * The way out in the middle of a call: the guest calls a function pointer of the host.
 *
 * A callback thunk (thunks_x86_64.S) loads the exit's slot into r11 and jumps here. The innermost
 * record is marked suspended, so that a fault in host code is never taken for the guest's, and a
 * switched guest's call continues on the caller's stack, where the FFI and V8 expect to be.
 * With no record, or one that is suspended already, it jumps straight to the host's function.
 *
 * Register contract: arguments and results pass untouched; scratch are r10 r11 xmm15. rbx and rbp are
 * saved on the guest's stack: if the guest ruins them, it ruins its own return.
 *
 *    guest's stack           caller's stack
 *    +-------------+         +-------------------+
 *    | stack args  | --copy->| (256 bytes clear) | <- record.sp
 *    | ret         |         | stack args        |
 *    | rbx, rbp    | <- rbp  | ret to here       |
 *    +-------------+         +-------------------+
 */
#include "layout.h"
#include "shadow_cfi_x86_64.h"

    .hidden cd_thread_state

    GATE_TEXT
    .globl cd_callback_entry
    .hidden cd_callback_entry
    .type cd_callback_entry, @function
    .p2align 5
cd_callback_entry:
    .cfi_startproc
    pushq %rbx
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset rbx, 0
    pushq %rbp
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset rbp, 0
    movq %rsp, %rbp
    .cfi_def_cfa_register rbp
    movq cd_thread_state@gottpoff(%rip), %r10
    movq %fs:THREAD_TOP(%r10), %rbx
    cmpq %fs:THREAD_BASE(%r10), %rbx
    je .Ldirect
    subq $RECORD_SIZE, %rbx
    movl RECORD_STATE(%rbx), %r10d
    orl RECORD_EXITED(%rbx), %r10d
    testl $STATE_SUSPENDED, %r10d
    jnz .Ldirect
    testl $STATE_SWITCHED, RECORD_STATE(%rbx)
    jz .Lsuspend                        /* in place: the stack is the caller's already */
    movq RECORD_SP(%rbx), %rsp
    subq $256, %rsp
.Lsuspend:
    orl $STATE_SUSPENDED, RECORD_STATE(%rbx)
    movl SLOT_STACK_BYTES(%r11), %r10d
    andq $-16, %rsp
    subq %r10, %rsp
    testl %r10d, %r10d
    jz .Lcall_host
1:  movups 8(%rbp,%r10), %xmm15         /* 24 above rbp: saved rbp, rbx, return address */
    movups %xmm15, -16(%rsp,%r10)
    subq $16, %r10
    jnz 1b
.Lcall_host:
    cld                                 /* host code gets the host's modes, whatever the guest set */
    stmxcsr RECORD_MXCSR(%rbx)
    movq cd_thread_state@gottpoff(%rip), %r10
    ldmxcsr %fs:THREAD_MXCSR(%r10)
    call *SLOT_TARGET(%r11)
    ldmxcsr RECORD_MXCSR(%rbx)
    andl $~STATE_SUSPENDED, RECORD_STATE(%rbx)
    movq %rbp, %rsp
    popq %rbp
    .cfi_remember_state
    .cfi_def_cfa rsp, 16
    .cfi_same_value rbp
    popq %rbx
    .cfi_adjust_cfa_offset -8
    .cfi_same_value rbx
    ret
.Ldirect:
    .cfi_restore_state
    popq %rbp
    .cfi_def_cfa rsp, 16
    .cfi_same_value rbp
    popq %rbx
    .cfi_adjust_cfa_offset -8
    .cfi_same_value rbx
    jmp *SLOT_TARGET(%r11)
    .cfi_endproc
    .size cd_callback_entry, .-cd_callback_entry

/* An unregistered callback: the guest jumps through null, as the guest, and faults. */
    .globl cd_callback_nowhere
    .hidden cd_callback_nowhere
    .type cd_callback_nowhere, @function
cd_callback_nowhere:
    .cfi_startproc
    xorl %r11d, %r11d
    jmp *%r11
    .cfi_endproc
    .size cd_callback_nowhere, .-cd_callback_nowhere

    .section .note.GNU-stack, "", @progbits
