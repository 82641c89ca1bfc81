// A guest that recurses without end in 70 KB frames, and so steps over a single guard page.

enum { FRAME_BYTES = 70 * 1024 };

static volatile int bottom = -1;  // never reached: the depth only grows

// Touches a frame only at its far (lowest) end; build.mjs turns stack probes off, which would
// touch every page on the way down.
int stack_overflow_large_inner(int depth) {
  volatile char frame[FRAME_BYTES];
  frame[0] = (char)depth;
  if (depth == bottom) return 0;
  return stack_overflow_large_inner(depth + 1) + frame[0];
}

int stack_overflow_large(void) { return stack_overflow_large_inner(0); }
