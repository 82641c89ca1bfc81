// A guest that never returns.

static volatile int going = 1;

int spin(void) {
  while (going) continue;
  return 0;
}
