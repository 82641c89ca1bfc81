/* SPDX-License-Identifier: Apache-2.0
 *
 * The way out in place: the guest calls a function of the host by name, such as Node-API's.
 *
 * A callback thunk (thunks_x86_64.S) loads the exit's slot into r11 and jumps here. The innermost
 * record is marked suspended, so that a fault in host code is never taken for the guest's. With no
 * record, or one that is suspended already, it jumps straight to the function. Unlike
 * cd_callback_entry it stays on the stack it is on, and the host gets the modes the guest has, as it
 * would without the gate: such calls are frequent, and this costs them 1.5 ns.
 *
 * Register contract: arguments and results pass untouched; scratch are rax r10 r11 (not for variadic
 * functions, which are told in al how many vector registers they get).
 *
 * The return address is popped into the record, as on the way in: stack arguments are then exactly
 * where the function expects them.
 */
#include "layout.h"
#include "shadow_cfi_x86_64.h"

    .hidden cd_thread_state

    GATE_TEXT
    .globl cd_exit_in_place
    .hidden cd_exit_in_place
    .type cd_exit_in_place, @function
    .p2align 5
cd_exit_in_place:
    .cfi_startproc
    movq SLOT_TARGET(%r11), %r11
    movq cd_thread_state@gottpoff(%rip), %r10
    movq %fs:THREAD_TOP(%r10), %rax
    cmpq %fs:THREAD_BASE(%r10), %rax
    je .Lstraight
    subq $RECORD_SIZE, %rax
    movl RECORD_STATE(%rax), %r10d
    orl RECORD_EXITED(%rax), %r10d
    testl $STATE_SUSPENDED, %r10d
    jnz .Lstraight
    popq RECORD_EXIT_RET(%rax)
    .cfi_adjust_cfa_offset -8
    movq %rbx, RECORD_EXIT_RBX(%rax)
    movq %rax, %rbx                     /* the host keeps it for us */
    .cfi_escape 0x10, 16, 3, 0x73, RECORD_EXIT_RET | 0x80, 0    /* signed LEB128 of 64 to 127 */
    .cfi_escape 0x10, 3, 3, 0x73, RECORD_EXIT_RBX | 0x80, 0
    movl $STATE_SUSPENDED, RECORD_EXITED(%rbx)
    call *%r11
    movl $0, RECORD_EXITED(%rbx)
    pushq RECORD_EXIT_RET(%rbx)
    .cfi_adjust_cfa_offset 8
    .cfi_offset rip, -8
    movq RECORD_EXIT_RBX(%rbx), %rbx
    .cfi_same_value rbx
    ret
.Lstraight:
    jmp *%r11
    .cfi_endproc
    .size cd_exit_in_place, .-cd_exit_in_place

    .section .note.GNU-stack, "", @progbits
