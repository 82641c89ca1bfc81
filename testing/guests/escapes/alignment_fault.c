// A guest that forbids unaligned accesses and makes one. Whoever handles the trap is forbidden them
// too.

static int misaligned_load(const char *from) { return *(const volatile int *)from; }

int alignment_fault(void) {
  static _Alignas(8) char bytes[16];
  __asm__ volatile(
      "pushf\n\t"
      "orl $0x40000, (%%rsp)\n\t"
      "popf"
      :
      :
      : "memory", "cc");
  return misaligned_load(bytes + 1);
}
