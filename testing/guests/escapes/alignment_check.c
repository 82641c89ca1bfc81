// A guest that returns with the alignment-check flag set, so that unaligned accesses raise SIGBUS.

// naked: no compiled instruction may run between `popf` and `ret`.
__attribute__((naked)) int alignment_check(void) {
  __asm__(
      "pushf\n\t"
      "orl $0x40000, (%rsp)\n\t"
      "popf\n\t"
      "mov $42, %eax\n\t"
      "ret");
}
