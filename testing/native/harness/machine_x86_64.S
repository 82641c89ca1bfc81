/* SPDX-License-Identifier: Apache-2.0   ABI: System V AMD64. See machine.h. */
    .text
    .globl cd_test_changed_registers
    .hidden cd_test_changed_registers
    .type cd_test_changed_registers, @function
cd_test_changed_registers:
    .cfi_startproc
    .irp register, rbx, rbp, r12, r13, r14, r15
    pushq %\register
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset \register, 0
    .endr
    subq $8, %rsp
    .cfi_adjust_cfa_offset 8
    movq %rdi, %rax
    movl %esi, %edi
    .set pattern, 0x7001
    .irp register, rbx, rbp, r12, r13, r14, r15
    movq $pattern, %\register
    .set pattern, pattern + 1
    .endr
    call *%rax
    xorl %eax, %eax
    .set pattern, 0x7001
    .irp register, rbx, rbp, r12, r13, r14, r15
    addl %eax, %eax
    cmpq $pattern, %\register
    setne %cl
    orb %cl, %al
    .set pattern, pattern + 1
    .endr
    addq $8, %rsp
    .cfi_adjust_cfa_offset -8
    .irp register, r15, r14, r13, r12, rbp, rbx
    popq %\register
    .cfi_adjust_cfa_offset -8
    .cfi_restore \register
    .endr
    ret
    .cfi_endproc
    .size cd_test_changed_registers, .-cd_test_changed_registers

    .globl cd_test_call_on
    .hidden cd_test_call_on
    .type cd_test_call_on, @function
cd_test_call_on:
    .cfi_startproc
    pushq %rbp
    .cfi_def_cfa_offset 16
    .cfi_offset rbp, -16
    movq %rsp, %rbp
    .cfi_def_cfa_register rbp
    movq %rdi, %rsp
    movq %rdx, %rdi
    call *%rsi
    movq %rbp, %rsp
    popq %rbp
    .cfi_def_cfa rsp, 8
    ret
    .cfi_endproc
    .size cd_test_call_on, .-cd_test_call_on

    .globl cd_test_fill_scratch
    .hidden cd_test_fill_scratch
    .type cd_test_fill_scratch, @function
cd_test_fill_scratch:
    .cfi_startproc
    .irp register, rax, rcx, rdx, rsi, rdi, r8, r9, r10, r11
    movq $0x6001, %\register
    .endr
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    movq %rax, %xmm\n
    punpcklqdq %xmm\n, %xmm\n
    .endr
    ret
    .cfi_endproc
    .size cd_test_fill_scratch, .-cd_test_fill_scratch
    .section .note.GNU-stack, "", @progbits
