/* SPDX-License-Identifier: Apache-2.0   ABI: AAPCS64. See machine.h. */
    .text
    .globl cd_test_changed_registers
    .hidden cd_test_changed_registers
    .type cd_test_changed_registers, %function
cd_test_changed_registers:
    .cfi_startproc
    hint 34                             /* bti c */
    stp x29, x30, [sp, -160]!
    .cfi_def_cfa_offset 160
    .cfi_offset 29, -160
    .cfi_offset 30, -152
    stp x19, x20, [sp, 16]
    stp x21, x22, [sp, 32]
    stp x23, x24, [sp, 48]
    stp x25, x26, [sp, 64]
    stp x27, x28, [sp, 80]
    stp d8, d9, [sp, 96]
    stp d10, d11, [sp, 112]
    stp d12, d13, [sp, 128]
    stp d14, d15, [sp, 144]
    mov x9, x0
    mov w0, w1
    .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    mov x\n, 0x7000 + \n
    .endr
    .irp n, 8, 9, 10, 11, 12, 13, 14, 15
    mov x10, 0x7000 + \n
    fmov d\n, x10
    .endr
    blr x9
    mov w0, 0
    .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    mov x10, 0x7000 + \n
    cmp x10, x\n
    cset w11, ne
    orr w0, w11, w0, lsl 1
    .endr
    .irp n, 8, 9, 10, 11, 12, 13, 14, 15
    mov x10, 0x7000 + \n
    fmov x11, d\n
    cmp x10, x11
    cset w11, ne
    orr w0, w11, w0, lsl 1
    .endr
    ldp d14, d15, [sp, 144]
    ldp d12, d13, [sp, 128]
    ldp d10, d11, [sp, 112]
    ldp d8, d9, [sp, 96]
    ldp x27, x28, [sp, 80]
    ldp x25, x26, [sp, 64]
    ldp x23, x24, [sp, 48]
    ldp x21, x22, [sp, 32]
    ldp x19, x20, [sp, 16]
    ldp x29, x30, [sp], 160
    .cfi_def_cfa_offset 0
    .cfi_restore 29
    .cfi_restore 30
    ret
    .cfi_endproc
    .size cd_test_changed_registers, .-cd_test_changed_registers

    .globl cd_test_call_on
    .hidden cd_test_call_on
    .type cd_test_call_on, %function
cd_test_call_on:
    .cfi_startproc
    hint 34
    stp x29, x30, [sp, -16]!
    .cfi_def_cfa_offset 16
    .cfi_offset 29, -16
    .cfi_offset 30, -8
    mov x29, sp
    .cfi_def_cfa_register 29
    mov sp, x0
    mov x0, x2
    blr x1
    mov sp, x29
    ldp x29, x30, [sp], 16
    .cfi_def_cfa sp, 0
    ret
    .cfi_endproc
    .size cd_test_call_on, .-cd_test_call_on

    .globl cd_test_fill_scratch
    .hidden cd_test_fill_scratch
    .type cd_test_fill_scratch, %function
cd_test_fill_scratch:
    .cfi_startproc
    hint 34
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
    mov x\n, 0x6001
    .endr
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    dup v\n\().2d, x0
    .endr
    ret
    .cfi_endproc
    .size cd_test_fill_scratch, .-cd_test_fill_scratch
    .section .note.GNU-stack, "", %progbits
