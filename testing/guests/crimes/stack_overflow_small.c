// A guest that recurses without end, in small frames.

static volatile int bottom = -1;  // never reached: the depth only grows

int stack_overflow_small_inner(int depth) {
  if (depth == bottom) return 0;
  return stack_overflow_small_inner(depth + 1) + 1;
}

int stack_overflow_small(void) { return stack_overflow_small_inner(0); }
