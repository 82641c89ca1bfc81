/* SPDX-License-Identifier: Apache-2.0
 *
 * The way in and the way out of a guarded call.        ABI: AAPCS64 (2023Q3) §6, Linux
 *
 * Same shape as entry_x86_64_sysv.S, which has a word on every step. A thunk (thunks_aarch64.S) loads the
 * slot's address into x16 and jumps to one of:
 *
 *   cd_entry_record     in place, with a record: the call can be abandoned
 *   cd_entry_switched   with a record, on a stack of its own
 *   cd_entry_*_text     the same for functions that return text: see cd_read_text in text.cc
 *   cd_entry_*_deadline the same for calls that may take only so long: see deadline.cc
 *   cd_entry_refused    the slot is quarantined or disposed: answers without entering the target
 *
 * Register contract: arguments (x0-x7, v0-v7, x8 = where an aggregate result goes) and results (x0-x7,
 * v0-v7) pass untouched; scratch on the way in are x9-x17 v16, on the way out x9-x17. Restored for
 * the caller whatever the guest did to them: x19-x30 d8-d15 sp, FPCR. Not for functions of the vector
 * variants of the ABI, whose callers expect more (§6.1.3). x18, the platform register, is not touched;
 * nor is errno.
 *
 *    caller's stack        record (thread's shadow array)      guest's stack (switched)
 *    +------------+        +--------------------------+        +----------------+ <- cd_stack.top
 *    | stack args |        | x19-x28 x29 x30 d8-d15   |        | copy of args   |
 *    +------------+ <- sp  | sp slot x8 state fpcr ...|        +----------------+ <- sp
 *                          +--------------------------+
 *
 * The return address arrives in x30 and is kept in the record: in place nothing on the stack moves, the
 * stack arguments are where the target expects them, and a smashed stack cannot reach what the gate
 * needs to get home. blr and ret stay paired for the return predictor. Return addresses that a guest
 * signs (FEAT_PAuth) are its own business; ours is stored unsigned, where no guest should write.
 */
#include "layout.h"
#include "shadow_cfi_aarch64.h"

    .hidden cd_thread_state
    .hidden cd_gate_recover
    .hidden cd_tick

    GATE_TEXT

/* Calls a C function that keeps every argument register; result in x17. */
    .type keep_arguments, %function
keep_arguments:                         /* x17 = function, its argument is x19 */
    .cfi_startproc
    stp x29, x30, [sp, -224]!
    .cfi_def_cfa_offset 224
    .cfi_offset 29, -224
    .cfi_offset 30, -216
    mov x29, sp
    stp x0, x1, [sp, 16]
    stp x2, x3, [sp, 32]
    stp x4, x5, [sp, 48]
    stp x6, x7, [sp, 64]
    stp x8, x16, [sp, 80]
    stp q0, q1, [sp, 96]
    stp q2, q3, [sp, 128]
    stp q4, q5, [sp, 160]
    stp q6, q7, [sp, 192]
    mov x0, x19
    blr x17
    mov x17, x0
    ldp q6, q7, [sp, 192]
    ldp q4, q5, [sp, 160]
    ldp q2, q3, [sp, 128]
    ldp q0, q1, [sp, 96]
    ldp x8, x16, [sp, 80]
    ldp x6, x7, [sp, 64]
    ldp x4, x5, [sp, 48]
    ldp x2, x3, [sp, 32]
    ldp x0, x1, [sp, 16]
    ldp x29, x30, [sp], 224
    CALLER_CFI
    ret
    .cfi_endproc

.macro ENTRY name, state, text=0
    .globl \name
    .hidden \name
    .type \name, %function
    .p2align 4
\name:
    .cfi_startproc
    .cfi_personality 0x9b, DW.ref.cd_gate_personality   /* pc-relative, indirect: see panic.cc */
    .cfi_lsda 0x1b, cd_gate_lsda
    BTI_C
.Lagain_\name:
    THREAD_STATE x9, x10
    ldp x10, x11, [x9, THREAD_TOP]      /* and THREAD_LIMIT behind it */
    cmp x10, x11                        /* also true on a new thread: 0 >= 0 */
    b.hs .Lslow_\name

.Lrecord_\name:                         /* fill the record; from here on all is found through x19 */
    stp x19, x20, [x10, RECORD_X19]
    stp x21, x22, [x10, RECORD_X21]
    stp x23, x24, [x10, RECORD_X23]
    stp x25, x26, [x10, RECORD_X25]
    stp x27, x28, [x10, RECORD_X27]
    stp x29, x30, [x10, RECORD_X29]
    stp d8, d9, [x10, RECORD_D8]
    stp d10, d11, [x10, RECORD_D10]
    stp d12, d13, [x10, RECORD_D12]
    stp d14, d15, [x10, RECORD_D14]
    mov x11, sp
    stp x11, x16, [x10, RECORD_SP]      /* and RECORD_SLOT */
    mov w11, \state
    str x8, [x10, RECORD_X8]
    str x0, [x10, RECORD_X0]
    str w11, [x10, RECORD_STATE]
    mov x19, x10
    SHADOW_CFI
    SHADOW_CFA
    add x11, x19, RECORD_SIZE
    .if \state & STATE_DEADLINE
    ldr x12, [x9, THREAD_DEADLINE]
    str x12, [x19, RECORD_DEADLINE]
    mov x12, -1
    str x12, [x9, THREAD_DEADLINE]      /* not due before it is known when; another thread looks: */
    stlr x11, [x9]                      /* THREAD_TOP, 0, after all of the record */
    .else
    str x11, [x9, THREAD_TOP]
    .endif

    .if \state == STATE_REFUSED
    b cd_gate_recover
    .else
    ldr x11, [x16, SLOT_CALLS]
    add x11, x11, 1
    str x11, [x16, SLOT_CALLS]
    .if \state & STATE_SWITCHED
.Lstack_\name:
    ldp w13, w12, [x16, SLOT_STACK_BYTES]   /* and SLOT_STACK_CLASS */
    ldr x14, [x19, x12]                 /* cd_stack.top of this slot's class at this level */
    cbz x14, .Lno_stack_\name
    .endif
    .if \state & STATE_DEADLINE
.Ldeadline_\name:
    adrp x12, cd_tick
    ldr x11, [x12, :lo12:cd_tick]       /* after the record was published: see watchdog.cc */
    cbz x11, .Lwake_\name
    ldr w12, [x16, SLOT_TIMEOUT]
    add x12, x12, x11
    str x12, [x9, THREAD_DEADLINE]
    .endif
    .if \state & STATE_SWITCHED
    mov x11, sp
    mov sp, x14
    cbnz x13, .Lcopy_\name
.Lcall_\name:
    .endif
    ldr x17, [x16, SLOT_TARGET]
    blr x17
    .if \text
    stp x0, x1, [sp, -16]!
    bl cd_read_text
    ldp x0, x1, [sp], 16
    .endif

    THREAD_STATE x9, x10
    add x11, x19, RECORD_SIZE           /* x19 is the record still, if the guest kept it */
    ldr x10, [x9, THREAD_TOP]
    cmp x11, x10
    b.ne .Llost_\name
.Lfound_\name:
    mrs x11, fpcr
    ldr w12, [x9, THREAD_FPCR]
    .if \state & STATE_DEADLINE
    ldr x13, [x19, RECORD_DEADLINE]
    str x13, [x9, THREAD_DEADLINE]
    .endif
    str x19, [x9, THREAD_TOP]
    cmp w11, w12
    b.ne .Lmodes_\name
.Lrestore_\name:
    RESTORE_CALLER x9
    .cfi_remember_state
    CALLER_CFI
    ret

.Lmodes_\name:                          /* the guest changed modes that belong to the caller */
    .cfi_restore_state
    msr fpcr, x12
    b .Lrestore_\name

.Llost_\name:                           /* the guest may have every register */
    sub x19, x10, RECORD_SIZE
    b .Lfound_\name

    .if \state & STATE_DEADLINE
.Lwake_\name:                           /* nobody watches the clock: wake the one who does */
    adrp x17, cd_wake_watchdog
    add x17, x17, :lo12:cd_wake_watchdog
    bl keep_arguments
    THREAD_STATE x9, x10
    .if \state & STATE_SWITCHED
    b .Lstack_\name
    .else
    b .Ldeadline_\name
    .endif
    .endif

    .if \state & STATE_SWITCHED
.Lcopy_\name:                           /* x13 bytes of stack arguments from x11, 16 at a time */
    sub sp, sp, x13
1:  sub x13, x13, 16
    ldr q16, [x11, x13]
    str q16, [sp, x13]
    cbnz x13, 1b
    b .Lcall_\name

.Lno_stack_\name:                       /* first call at this level: the layer makes a stack */
    adrp x17, cd_provide_stack
    add x17, x17, :lo12:cd_provide_stack
    bl keep_arguments
    THREAD_STATE x9, x10
    cbz x17, .Lstack_\name
    ldr w11, [x19, RECORD_STATE]
    orr w11, w11, STATE_REFUSED
    str w11, [x19, RECORD_STATE]
    b cd_gate_recover
    .endif
    .endif

.Lslow_\name:                           /* new thread, new layer, or too deep */
    CALLER_CFI
    stp x29, x30, [sp, -16]!            /* x30 is the way home still */
    .cfi_def_cfa_offset 16
    .cfi_offset 29, -16
    .cfi_offset 30, -8
    adrp x17, cd_thread_ready
    add x17, x17, :lo12:cd_thread_ready
    bl keep_arguments
    ldp x29, x30, [sp], 16
    CALLER_CFI
    cbz x17, .Lagain_\name
    THREAD_STATE x9, x10                /* too deep: answered from the spare record past the limit */
    ldr x10, [x9, THREAD_TOP]
    b .Lrecord_cd_entry_refused
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
    .section .data.rel.local.DW.ref.cd_gate_personality, "awG", %progbits, DW.ref.cd_gate_personality, comdat
    .weak DW.ref.cd_gate_personality
    .hidden DW.ref.cd_gate_personality
    .p2align 3
    .type DW.ref.cd_gate_personality, %object
    .size DW.ref.cd_gate_personality, 8
DW.ref.cd_gate_personality:
    .xword cd_gate_personality

    .section .gcc_except_table, "a", %progbits
    .globl cd_gate_lsda
    .hidden cd_gate_lsda
cd_gate_lsda:                           /* the personality needs none, but unwinders ask for one */
    .word 0

    MARK_BTI
    .section .note.GNU-stack, "", %progbits
