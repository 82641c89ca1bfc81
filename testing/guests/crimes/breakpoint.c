// A guest that runs into a breakpoint nobody set.

int breakpoint_inner(void) {
  __asm__ volatile("int3");
  return 0;
}

int breakpoint(void) { return breakpoint_inner(); }
