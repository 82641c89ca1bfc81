// A guest that executes an instruction no x86 CPU has.

int illegal_instruction_inner(void) {
  __asm__ volatile("ud2");
  return 0;
}

int illegal_instruction(void) { return illegal_instruction_inner(); }
