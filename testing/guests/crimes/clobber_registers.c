// A guest that returns with garbage in every register it had to preserve.

// naked: a compiled function would restore them.
__attribute__((naked)) int clobber_registers(void) {
  __asm__(
      "movabs $0x4444444444444444, %rbx\n\t"
      "mov %rbx, %rbp\n\t"
      "mov %rbx, %r12\n\t"
      "mov %rbx, %r13\n\t"
      "mov %rbx, %r14\n\t"
      "mov %rbx, %r15\n\t"
      "mov $42, %eax\n\t"
      "ret");
}
