/* SPDX-License-Identifier: Apache-2.0
 *
 * void cd_gate_recover(void)   -- never called: the program arrives here
 *
 * Where an abandoned call comes home. Same shape as recover_x86_64_sysv.S. ABI: AAPCS64.
 * In: x19 = the record of the innermost call; every other register and the stack pointer may be
 * garbage. A signal handler gets here by rewriting its context (resume_aarch64_linux.cc), so the signal
 * mask and FPCR are those that sigreturn restored. Out: returns to the caller of the gate with its
 * callee-saved registers and a zero result in every register that may hold one, as if the target had
 * returned.
 *
 * The C++ half runs on the thread's own stack (host_stack in gate.cc), because it calls into V8, whose
 * garbage collector scans from the stack pointer to that stack's end.
 */
#include "layout.h"
#include "shadow_cfi_aarch64.h"

    .hidden cd_thread_state
    .hidden cd_gate_lsda

    GATE_TEXT
    .globl cd_gate_recover
    .hidden cd_gate_recover
    .type cd_gate_recover, %function
cd_gate_recover:
    .cfi_startproc
    SHADOW_CFA
    SHADOW_CFI
    BTI_JC
    ldr w9, [x19, RECORD_STATE]         /* a deadline must not end it once more */
    orr w9, w9, STATE_ENDING
    and w9, w9, ~STATE_SWITCHED         /* from here on it runs on the caller's stack */
    str w9, [x19, RECORD_STATE]
    ldr x9, [x19, RECORD_SP]            /* the caller's stack is sound: the guest had its own, or */
    sub sp, x9, 256                     /* what it did to it lies below */
    mov x0, x19
    bl cd_put_right                     /* may run guest code: on a stack where that can be caught */
    mov x0, x19
    bl cd_host_stack
    mov sp, x0
    mov x0, x19
    bl cd_recovered                     /* x0: 0, or the address of an aggregate result in memory */

    RESTORE_CALLER x9
    CALLER_CFI
    mov x1, 0
    movi v0.2d, 0                       /* up to four registers: AAPCS64 §6.9, aggregates of floats */
    movi v1.2d, 0
    movi v2.2d, 0
    movi v3.2d, 0
    ret
    brk 1
    .cfi_endproc
    .size cd_gate_recover, .-cd_gate_recover

/* void cd_gate_landing(void)   -- where the unwinder arrives with an exception that left the guest
 *
 * In: x0 = the exception; x19 = the record, restored by the unwinder. The call still counts as the
 * guest's while the exception is described: its what() is guest code and may crash as well. */
    .globl cd_gate_landing
    .hidden cd_gate_landing
    .type cd_gate_landing, %function
cd_gate_landing:
    .cfi_startproc
    SHADOW_CFA
    SHADOW_CFI
    BTI_JC
    ldr w9, [x19, RECORD_STATE]         /* a callback that what() makes stays on this stack */
    and w9, w9, ~STATE_SWITCHED
    str w9, [x19, RECORD_STATE]
    ldr x9, [x19, RECORD_SP]
    sub sp, x9, 256
    THREAD_STATE x9, x10
    ldr w10, [x9, THREAD_FPCR]
    msr fpcr, x10
    bl cd_caught
    b cd_gate_recover
    .cfi_endproc
    .size cd_gate_landing, .-cd_gate_landing

/* void cd_gate_diverted(void)   -- where a call that took too long arrives when the library that it was in
 * returns: its return address was replaced by this one (deadline.cc)
 *
 * In: nothing but the thread's state. Also found by the unwinder, when that library throws instead: with
 * the personality of the entries, so that the exception ends here. The word before the label belongs to
 * the frame because unwinders look for the call, which comes before a return address. */
    .type cd_gate_diverted_frame, %function
cd_gate_diverted_frame:
    .cfi_startproc
    .cfi_personality 0x9b, DW.ref.cd_gate_personality
    .cfi_lsda 0x1b, cd_gate_lsda
    .cfi_undefined 30
    nop
    .globl cd_gate_diverted
    .hidden cd_gate_diverted
cd_gate_diverted:
    mov x0, 0                           /* no exception */
    .globl cd_gate_diverted_landing
    .hidden cd_gate_diverted_landing
cd_gate_diverted_landing:               /* x0 = the exception */
    BTI_JC
    THREAD_STATE x9, x10
    ldr w10, [x9, THREAD_FPCR]
    msr fpcr, x10
    ldr x19, [x9, THREAD_TOP]
    sub x19, x19, RECORD_SIZE
    ldr w9, [x19, RECORD_STATE]         /* before the gate's own code is left: see on_deadline */
    orr w9, w9, STATE_ENDING
    and w9, w9, ~STATE_SWITCHED
    str w9, [x19, RECORD_STATE]
    ldr x9, [x19, RECORD_SP]
    sub sp, x9, 256
    SHADOW_CFA
    SHADOW_CFI
    mov x1, x0
    mov x0, x19
    bl cd_diverted
    b cd_gate_recover
    .cfi_endproc
    .size cd_gate_diverted_frame, .-cd_gate_diverted_frame

    MARK_BTI
    .section .note.GNU-stack, "", %progbits
