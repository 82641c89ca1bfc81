/* SPDX-License-Identifier: Apache-2.0
 *
 * The way in and the way out of a guarded call.        ABI: System V AMD64, psABI 1.0 §3.2
 *
 * A thunk (thunks_x86_64.S) loads the slot's address into r11 and jumps to one of:
 *
 *   cd_entry_record     in place, with a record: the call can be abandoned
 *   cd_entry_switched   with a record, on a stack of its own
 *   cd_entry_*_text     the same for functions that return text: see cd_read_text in text.cc
 *   cd_entry_*_deadline the same for calls that may take only so long: see deadline.cc
 *   cd_entry_refused    the slot is quarantined or disposed: answers without entering the target
 *
 * Register contract: arguments (rdi rsi rdx rcx r8 r9 xmm0-7, al for variadics) and results (rax rdx
 * xmm0 xmm1) pass untouched; scratch on the way in are r10 r11 xmm15 only, on the way out also rcx and
 * rdi. Restored for the caller whatever the guest did to them: rbx rbp r12-r15 rsp, MXCSR control
 * bits, direction flag. errno is not touched.
 *
 *    caller's stack        record (thread's shadow array)      guest's stack (switched)
 *    +------------+        +--------------------------+        +----------------+ <- cd_stack.top
 *    | stack args |        | rbx ret rbp r12-r15      |        | copy of args   |
 *    +------------+ <- sp  | sp slot rdi state mxcsr  |        +----------------+
 *    | (ret)      |  popped into the record; the call | pushes | ret to the gate|
 *    +------------+  below puts its own word there    |        +----------------+
 *                          +--------------------------+
 *
 * The return address is popped, not copied: in place the stack arguments are then exactly where the
 * target expects them, call and ret stay paired for the return predictor, and a smashed stack cannot
 * reach what the gate needs to get home.
 *
 * One macro in nine variants, so that a call tests no flag: longer than other files, but one idea.
 */
#include "layout.h"
#include "shadow_cfi_x86_64.h"

    .hidden cd_thread_state
    .hidden cd_gate_recover
    .hidden cd_tick

    GATE_TEXT

/* Calls a C function that keeps every argument register; result in r10. rsp may be anything. */
    .type keep_arguments, @function
keep_arguments:                         /* r10 = function, its argument is rbx */
    .cfi_startproc
    pushq %rbp
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset rbp, 0
    movq %rsp, %rbp
    .cfi_def_cfa_register rbp
    andq $-16, %rsp
    subq $192, %rsp
    movq %rdi, 0(%rsp)
    movq %rsi, 8(%rsp)
    movq %rdx, 16(%rsp)
    movq %rcx, 24(%rsp)
    movq %r8, 32(%rsp)
    movq %r9, 40(%rsp)
    movq %rax, 48(%rsp)
    movq %r11, 56(%rsp)
    movups %xmm0, 64(%rsp)
    movups %xmm1, 80(%rsp)
    movups %xmm2, 96(%rsp)
    movups %xmm3, 112(%rsp)
    movups %xmm4, 128(%rsp)
    movups %xmm5, 144(%rsp)
    movups %xmm6, 160(%rsp)
    movups %xmm7, 176(%rsp)
    movq %rbx, %rdi
    call *%r10
    movq %rax, %r10
    movups 176(%rsp), %xmm7
    movups 160(%rsp), %xmm6
    movups 144(%rsp), %xmm5
    movups 128(%rsp), %xmm4
    movups 112(%rsp), %xmm3
    movups 96(%rsp), %xmm2
    movups 80(%rsp), %xmm1
    movups 64(%rsp), %xmm0
    movq 56(%rsp), %r11
    movq 48(%rsp), %rax
    movq 40(%rsp), %r9
    movq 32(%rsp), %r8
    movq 24(%rsp), %rcx
    movq 16(%rsp), %rdx
    movq 8(%rsp), %rsi
    movq 0(%rsp), %rdi
    movq %rbp, %rsp
    popq %rbp
    .cfi_def_cfa rsp, 8
    ret
    .cfi_endproc

.macro ENTRY name, state, text=0
    .globl \name
    .hidden \name
    .type \name, @function
    .p2align 4
\name:
    .cfi_startproc
    .cfi_personality 0x9b, DW.ref.cd_gate_personality   /* pc-relative, indirect: see panic.cc */
    .cfi_lsda 0x1b, cd_gate_lsda
.Lagain_\name:
    pushq %rbx                          /* the only register we need before there is a record */
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset rbx, 0
    movq cd_thread_state@gottpoff(%rip), %r10
    movq %fs:THREAD_TOP(%r10), %rbx
    cmpq %fs:THREAD_LIMIT(%r10), %rbx   /* also true on a new thread: 0 >= 0 */
    jae .Lslow_\name

.Lrecord_\name:                         /* fill the record; from here on all is found through rbx */
    popq RECORD_RBX(%rbx)
    .cfi_adjust_cfa_offset -8
    popq RECORD_RET(%rbx)
    .cfi_adjust_cfa_offset -8
    movq %rbp, RECORD_RBP(%rbx)
    movq %r12, RECORD_R12(%rbx)
    movq %r13, RECORD_R13(%rbx)
    movq %r14, RECORD_R14(%rbx)
    movq %r15, RECORD_R15(%rbx)
    movq %rsp, RECORD_SP(%rbx)
    movq %r11, RECORD_SLOT(%rbx)
    movq %rdi, RECORD_RDI(%rbx)
    movl $\state, RECORD_STATE(%rbx)
    .if \state & STATE_DEADLINE
    movq %fs:THREAD_DEADLINE(%r10), %r12
    movq %r12, RECORD_DEADLINE(%rbx)
    movq $-1, %fs:THREAD_DEADLINE(%r10) /* not due before it is known when */
    .endif
    leaq RECORD_SIZE(%rbx), %r12
    movq %r12, %fs:THREAD_TOP(%r10)
    .cfi_def_cfa rsp, 0
    SHADOW_CFI

    .if \state == STATE_REFUSED
    SHADOW_CFA
    jmp cd_gate_recover
    .else
    incq SLOT_CALLS(%r11)
    .if \state & STATE_SWITCHED
    movl SLOT_STACK_CLASS(%r11), %r13d
.Lstack_\name:
    movq (%rbx,%r13), %r14              /* cd_stack.top of this slot's class at this level */
    testq %r14, %r14
    jz .Lno_stack_\name
    .endif
    .if \state & STATE_DEADLINE
.Ldeadline_\name:
    movq cd_tick(%rip), %r13            /* after the record was published: see watchdog.cc */
    testq %r13, %r13
    jz .Lwake_\name
    movl SLOT_TIMEOUT(%r11), %r12d
    addq %r13, %r12
    movq %r12, %fs:THREAD_DEADLINE(%r10)
    .endif
    .if \state & STATE_SWITCHED
    movl SLOT_STACK_BYTES(%r11), %r13d
    movq %rsp, %r12
    movq %r14, %rsp
    SHADOW_CFA
    testl %r13d, %r13d
    jnz .Lcopy_\name
.Lcall_\name:
    .endif
    call *SLOT_TARGET(%r11)
    .if \text
    pushq %rax                          /* twice: calls need an aligned stack */
    pushq %rax
    movq %rax, %rdi
    call cd_read_text@PLT
    popq %rax
    popq %rax
    .endif

    movq cd_thread_state@gottpoff(%rip), %r10
    leaq RECORD_SIZE(%rbx), %rcx        /* rbx is the record still, if the guest kept it. Comparing, not */
    cmpq %fs:THREAD_TOP(%r10), %rcx     /* loading, keeps the thread's word off the path that one call */
    jne .Llost_\name                    /* waits for the other on: 0.2 ns in C, 2 % of a call from JS */
.Lfound_\name:
    movaps probe_left(%rip), %xmm15     /* still the guest's call: an unmasked exception traps here */
    addps probe_right(%rip), %xmm15
    pcmpeqd probe_sum(%rip), %xmm15
    movmskps %xmm15, %ecx
    .if \state & STATE_DEADLINE
    movq RECORD_DEADLINE(%rbx), %rdi
    movq %rdi, %fs:THREAD_DEADLINE(%r10)
    .endif
    movq %rbx, %fs:THREAD_TOP(%r10)
    cmpl $0xf, %ecx
    jne .Lmodes_\name
    movq %rbx, %rdi
    scasb                               /* rdi goes up, or down when the direction flag is set */
    cmpq %rbx, %rdi
    jb .Lmodes_\name
.Lrestore_\name:
    movq RECORD_RBP(%rbx), %rbp
    movq RECORD_R12(%rbx), %r12
    movq RECORD_R13(%rbx), %r13
    movq RECORD_R14(%rbx), %r14
    movq RECORD_R15(%rbx), %r15
    movq RECORD_SP(%rbx), %rsp
    .cfi_def_cfa rsp, 0
    pushq RECORD_RET(%rbx)
    .cfi_adjust_cfa_offset 8
    .cfi_offset rip, -8
    movq RECORD_RBX(%rbx), %rbx
    .cfi_remember_state
    .cfi_same_value rbx
    .cfi_same_value rbp
    .cfi_same_value r12
    .cfi_same_value r13
    .cfi_same_value r14
    .cfi_same_value r15
    ret

.Lmodes_\name:                          /* the guest changed modes that belong to the caller */
    .cfi_restore_state
    ldmxcsr %fs:THREAD_MXCSR(%r10)
    cld
    jmp .Lrestore_\name

.Llost_\name:                           /* the guest may have every register */
    movq %fs:THREAD_TOP(%r10), %rbx
    subq $RECORD_SIZE, %rbx
    jmp .Lfound_\name

    .if \state & STATE_DEADLINE
.Lwake_\name:                           /* nobody watches the clock: wake the one who does */
    SHADOW_CFA
    leaq cd_wake_watchdog(%rip), %r10
    call keep_arguments
    movq cd_thread_state@gottpoff(%rip), %r10
    jmp .Ldeadline_\name
    .endif

    .if \state & STATE_SWITCHED
.Lcopy_\name:                           /* r13 bytes of stack arguments from r12, 16 at a time */
    .cfi_def_cfa rsp, 0
    SHADOW_CFI
    SHADOW_CFA
    subq %r13, %rsp
1:  movups -16(%r12,%r13), %xmm15
    movups %xmm15, -16(%rsp,%r13)
    subq $16, %r13
    jnz 1b
    jmp .Lcall_\name

.Lno_stack_\name:                       /* first call at this level: the layer makes a stack */
    leaq cd_provide_stack(%rip), %r10
    call keep_arguments
    testl %r10d, %r10d
    movq cd_thread_state@gottpoff(%rip), %r10
    jz .Lstack_\name
    orl $STATE_REFUSED, RECORD_STATE(%rbx)
    jmp cd_gate_recover
    .endif
    .endif

.Lslow_\name:                           /* new thread, new layer, or too deep */
    .cfi_def_cfa rsp, 16
    .cfi_offset rip, -8
    .cfi_offset rbx, -16
    .cfi_same_value rbp
    .cfi_same_value r12
    .cfi_same_value r13
    .cfi_same_value r14
    .cfi_same_value r15
    leaq cd_thread_ready(%rip), %r10
    call keep_arguments
    testl %r10d, %r10d
    jnz .Ldeep_\name
    popq %rbx
    .cfi_adjust_cfa_offset -8
    .cfi_same_value rbx
    jmp .Lagain_\name
.Ldeep_\name:                           /* answered from the spare record past the limit */
    .cfi_def_cfa rsp, 16
    .cfi_offset rbx, -16
    movq cd_thread_state@gottpoff(%rip), %r10
    movq %fs:THREAD_TOP(%r10), %rbx
    .if \state == STATE_REFUSED
    jmp .Lrecord_\name
    .else
    jmp .Lrecord_cd_entry_refused
    .endif
    .cfi_endproc
    .size \name, .-\name
.endm

    ENTRY cd_entry_refused, STATE_REFUSED
    ENTRY cd_entry_record, 0
    ENTRY cd_entry_switched, STATE_SWITCHED
    ENTRY cd_entry_record_text, 0, 1
    ENTRY cd_entry_switched_text, STATE_SWITCHED, 1
    ENTRY cd_entry_record_deadline, STATE_DEADLINE
    ENTRY cd_entry_switched_deadline, STATE_SWITCHED|STATE_DEADLINE
    ENTRY cd_entry_record_text_deadline, STATE_DEADLINE, 1
    ENTRY cd_entry_switched_text_deadline, STATE_SWITCHED|STATE_DEADLINE, 1

/* The personality is found through a pointer, as gcc does, so that the text needs no relocation. */
    .section .data.rel.local.DW.ref.cd_gate_personality, "awG", @progbits, DW.ref.cd_gate_personality, comdat
    .weak DW.ref.cd_gate_personality
    .hidden DW.ref.cd_gate_personality
    .p2align 3
    .type DW.ref.cd_gate_personality, @object
    .size DW.ref.cd_gate_personality, 8
DW.ref.cd_gate_personality:
    .quad cd_gate_personality

    .section .gcc_except_table, "a", @progbits
    .globl cd_gate_lsda
    .hidden cd_gate_lsda
cd_gate_lsda:                           /* the personality needs none, but unwinders ask for one */
    .long 0

/* What four sums come to tells the MXCSR control bits apart, in 0.1 ns; stmxcsr takes 3.5 (AMD Zen 5).
 * Lanes: two denormals (flush-to-zero, denormals-are-zero), 1 + 2^-28 and 1 - 2^-28 (rounding), the
 * largest float twice (raises overflow, inexact: traps when the guest unmasked them). Likewise scasb
 * costs 1.4 ns where an unconditional cld costs 2.2 next to it and pushfq 1.9. */
    .section .rodata.cst16, "aM", @progbits, 16
    .p2align 4
probe_left:
    .long 0x00000001, 0x3f800000, 0x3f800000, 0x7f7fffff
probe_right:
    .long 0x00000001, 0x31800000, 0xb1800000, 0x7f7fffff
probe_sum:
    .long 0x00000002, 0x3f800000, 0x3f800000, 0x7f800000

    .section .note.GNU-stack, "", @progbits
