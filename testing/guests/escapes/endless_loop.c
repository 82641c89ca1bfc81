// A guest that never returns.

static volatile int forever = 1;

int endless_loop(void) {
  while (forever) {
  }
  return 0;
}
