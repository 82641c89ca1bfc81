/* SPDX-License-Identifier: Apache-2.0
 *
 * void *cd_find_symbol(void *library, const char *name)   -- what a guest gets for dlsym(3)
 *
 * dlsym looks at its return address: RTLD_DEFAULT and RTLD_NEXT mean other libraries to each caller. So
 * it is not called but jumped to, with the stack as the guest left it, and finds the guest's own. Runs
 * as the guest, like all of guest_side.cc: a wild name is its fault. Node-API's names go on to the exit.
 *
 * ABI: System V AMD64. Register contract: that of any function; rdi and rsi reach whom it jumps to.
 */
    .text
    .globl cd_find_symbol
    .hidden cd_find_symbol
    .type cd_find_symbol, @function
    .p2align 4
cd_find_symbol:
    .cfi_startproc
    endbr64
    pushq %rdi
    .cfi_adjust_cfa_offset 8
    pushq %rsi
    .cfi_adjust_cfa_offset 8
    subq $8, %rsp                       /* calls need 16-byte alignment */
    .cfi_adjust_cfa_offset 8
    call cd_symbol_finder               /* of the same arguments; in find_symbol.cc */
    addq $8, %rsp
    .cfi_adjust_cfa_offset -8
    popq %rsi
    .cfi_adjust_cfa_offset -8
    popq %rdi
    .cfi_adjust_cfa_offset -8
    jmp *%rax
    .cfi_endproc
    .size cd_find_symbol, .-cd_find_symbol

    .section .note.GNU-stack, "", @progbits
