/* SPDX-License-Identifier: Apache-2.0
 * Shared by the gate's assembly files.
 *
 * While a call is live its return address and callee-saved registers are in the record at x19, and
 * nothing on a stack tells where they are. SHADOW_CFI tells unwinders (gdb, C++ exceptions, back
 * traces): one DW_CFA_expression per register, "at x19 + offset" (DWARF 5 §6.4.2.3; DW_OP_breg19 is
 * 0x83; offsets are two bytes of SLEB128). Register numbers: AADWARF64 §4.1, d8 is 72. */
#define GATE_TEXT .section cd_gate_text, "ax", %progbits

/* Branch targets of FEAT_BTI, spelled as hints: older assemblers and CPUs know them as nop. */
#define BTI_C hint 34  /* call here, or jump through x16 or x17 */
#define BTI_JC hint 38 /* ... or jump in any way */

/* Says that every target of an indirect branch in this object starts with one. A linker marks its
 * output so when all inputs are, and the kernel then enforces it (AAELF64 §5.2.1.1). */
.macro MARK_BTI
    .section .note.gnu.property, "a", %note
    .p2align 3
    .word 4, 16, 5                      /* sizes of name and descriptor; NT_GNU_PROPERTY_TYPE_0 */
    .asciz "GNU"
    .word 0xc0000000, 4, 1, 0           /* GNU_PROPERTY_AARCH64_FEATURE_1_AND, 4 bytes: BTI; padding */
.endm

.macro IN_RECORD register, offset
    .cfi_escape 0x10, \register, 3, 0x83, ((\offset) & 0x7f) | 0x80, (\offset) >> 7
.endm

.macro SHADOW_CFI
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    IN_RECORD 19 + \n, RECORD_X19 + 8 * \n
    .endr
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    IN_RECORD 72 + \n, RECORD_D8 + 8 * \n
    .endr
.endm

/* The caller's stack pointer is in the record too: CFA = *(x19 + RECORD_SP). */
.macro SHADOW_CFA
    .cfi_escape 0x0f, 4, 0x83, (RECORD_SP & 0x7f) | 0x80, RECORD_SP >> 7, 0x06
.endm

/* Every register is the caller's: before there is a record, and when all is given back. */
.macro CALLER_CFI
    .cfi_def_cfa sp, 0
    .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 72, 73, 74, 75, 76, 77, 78, 79
    .cfi_same_value \n
    .endr
.endm

/* to = the address of this thread's ThreadState (initial-exec TLS) */
.macro THREAD_STATE to, scratch
    mrs \to, tpidr_el0
    adrp \scratch, :gottprel:cd_thread_state
    ldr \scratch, [\scratch, :gottprel_lo12:cd_thread_state]
    add \to, \to, \scratch
.endm

/* x19's own pair comes last: the rest is found through it. */
.macro RESTORE_CALLER scratch
    ldp d8, d9, [x19, RECORD_D8]
    ldp d10, d11, [x19, RECORD_D10]
    ldp d12, d13, [x19, RECORD_D12]
    ldp d14, d15, [x19, RECORD_D14]
    ldp x21, x22, [x19, RECORD_X21]
    ldp x23, x24, [x19, RECORD_X23]
    ldp x25, x26, [x19, RECORD_X25]
    ldp x27, x28, [x19, RECORD_X27]
    ldp x29, x30, [x19, RECORD_X29]
    ldr \scratch, [x19, RECORD_SP]
    mov sp, \scratch
    ldp x19, x20, [x19, RECORD_X19]
.endm
