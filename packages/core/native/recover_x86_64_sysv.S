/* SPDX-License-Identifier: Apache-2.0
 *
 * void cd_gate_recover(void)   -- never called: the program arrives here
 *
 * Where an abandoned call comes home. In: rbx = the record of the innermost call; every other register
 * and the stack pointer may be garbage. A signal handler gets here by rewriting its context (resume_x86_64_linux.cc),
 * so the signal mask and MXCSR are those that sigreturn restored. Out: returns to the caller of the gate
 * with its callee-saved registers and a zero result, as if the target had returned.
 *
 * The C++ half runs on the thread's own stack (host_stack in gate.cc), because it calls into V8, whose garbage
 * collector scans from the stack pointer to that stack's end.
 */
#include "layout.h"
#include "shadow_cfi_x86_64.h"

    .hidden cd_thread_state
    .hidden cd_gate_lsda

    GATE_TEXT
    .globl cd_gate_recover
    .hidden cd_gate_recover
    .type cd_gate_recover, @function
cd_gate_recover:
    .cfi_startproc
    SHADOW_CFA
    SHADOW_CFI
    orl $STATE_ENDING, RECORD_STATE(%rbx) /* a deadline must not end it once more */
    andl $~STATE_SWITCHED, RECORD_STATE(%rbx) /* from here on it runs on the caller's stack */
    movq RECORD_SP(%rbx), %rsp          /* the caller's stack is sound: the guest had its own, or */
    subq $256, %rsp                     /* what it did to it lies below; keep clear of the red zone */
    andq $-16, %rsp
    movq %rbx, %rdi
    call cd_put_right@PLT               /* may run guest code: on a stack where that can be caught */
    movq %rbx, %rdi
    call cd_host_stack@PLT
    movq %rax, %rsp
    movq %rbx, %rdi
    call cd_recovered@PLT               /* rax: 0, or the address of an aggregate result in memory */

    movq RECORD_SP(%rbx), %rsp
    movq RECORD_RBP(%rbx), %rbp
    movq RECORD_R12(%rbx), %r12
    movq RECORD_R13(%rbx), %r13
    movq RECORD_R14(%rbx), %r14
    movq RECORD_R15(%rbx), %r15
    pushq RECORD_RET(%rbx)
    movq RECORD_RBX(%rbx), %rbx
    .cfi_def_cfa rsp, 8
    .cfi_offset rip, -8
    .cfi_same_value rbx
    .cfi_same_value rbp
    .cfi_same_value r12
    .cfi_same_value r13
    .cfi_same_value r14
    .cfi_same_value r15
    xorl %edx, %edx
    pxor %xmm0, %xmm0
    pxor %xmm1, %xmm1
    ret
    ud2
    .cfi_endproc
    .size cd_gate_recover, .-cd_gate_recover

/* void cd_gate_landing(void)   -- where the unwinder arrives with an exception that left the guest
 *
 * In: rax = the exception; rbx = the record, restored by the unwinder. The call still counts as the
 * guest's while the exception is described: its what() is guest code and may crash as well. */
    .globl cd_gate_landing
    .hidden cd_gate_landing
    .type cd_gate_landing, @function
cd_gate_landing:
    .cfi_startproc
    SHADOW_CFA
    SHADOW_CFI
    andl $~STATE_SWITCHED, RECORD_STATE(%rbx) /* a callback that what() makes stays on this stack */
    movq RECORD_SP(%rbx), %rsp
    subq $256, %rsp
    andq $-16, %rsp
    cld
    movq cd_thread_state@gottpoff(%rip), %r10
    ldmxcsr %fs:THREAD_MXCSR(%r10)
    movq %rax, %rdi
    call cd_caught@PLT
    jmp cd_gate_recover
    .cfi_endproc
    .size cd_gate_landing, .-cd_gate_landing

/* void cd_gate_diverted(void)   -- where a call that took too long arrives when the library that it was in
 * returns: its return address was replaced by this one (deadline.cc)
 *
 * In: nothing but the thread's state. Also found by the unwinder, when that library throws instead: with
 * the personality of the entries, so that the exception ends here. The word before the label belongs to
 * the frame because unwinders look for the call, which comes before a return address. */
    .type cd_gate_diverted_frame, @function
cd_gate_diverted_frame:
    .cfi_startproc
    .cfi_personality 0x9b, DW.ref.cd_gate_personality
    .cfi_lsda 0x1b, cd_gate_lsda
    .cfi_def_cfa rsp, 8
    .cfi_undefined rip
    nop
    .globl cd_gate_diverted
    .hidden cd_gate_diverted
cd_gate_diverted:
    fninit                              /* it may have returned a long double */
    xorl %eax, %eax                     /* no exception */
    .globl cd_gate_diverted_landing
    .hidden cd_gate_diverted_landing
cd_gate_diverted_landing:               /* rax = the exception */
    cld
    movq cd_thread_state@gottpoff(%rip), %r10
    ldmxcsr %fs:THREAD_MXCSR(%r10)
    movq %fs:THREAD_TOP(%r10), %rbx
    subq $RECORD_SIZE, %rbx
    orl $STATE_ENDING, RECORD_STATE(%rbx) /* before the gate's own code is left: see on_deadline */
    andl $~STATE_SWITCHED, RECORD_STATE(%rbx)
    movq RECORD_SP(%rbx), %rsp
    subq $256, %rsp
    andq $-16, %rsp
    SHADOW_CFA
    SHADOW_CFI
    movq %rbx, %rdi
    movq %rax, %rsi
    call cd_diverted@PLT
    jmp cd_gate_recover
    .cfi_endproc
    .size cd_gate_diverted_frame, .-cd_gate_diverted_frame

    .section .note.GNU-stack, "", @progbits
