/* SPDX-License-Identifier: Apache-2.0
 * Shared by the gate's assembly files.
 *
 * While a call is live its return address and callee-saved registers are in the record at rbx, not on
 * a stack. SHADOW_CFI tells unwinders (gdb, C++ exceptions, back traces) so: one DW_CFA_expression
 * per register, "at rbx + offset" (DWARF 5 §6.4.2.3; DW_OP_breg3 is rbx). */
#define GATE_TEXT .section cd_gate_text, "ax", @progbits

.macro SHADOW_CFI
    .cfi_escape 0x10, 16, 2, 0x73, RECORD_RET
    .cfi_escape 0x10, 6, 2, 0x73, RECORD_RBP
    .cfi_escape 0x10, 12, 2, 0x73, RECORD_R12
    .cfi_escape 0x10, 13, 2, 0x73, RECORD_R13
    .cfi_escape 0x10, 14, 2, 0x73, RECORD_R14
    .cfi_escape 0x10, 15, 2, 0x73, RECORD_R15
    .cfi_escape 0x10, 3, 2, 0x73, RECORD_RBX
.endm

/* The caller's stack pointer is in the record too: CFA = *(rbx + RECORD_SP). */
.macro SHADOW_CFA
    .cfi_escape 0x0f, 3, 0x73, RECORD_SP, 0x06
.endm
