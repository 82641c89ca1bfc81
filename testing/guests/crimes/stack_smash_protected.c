// A guest that overruns a buffer on its stack, and was compiled with -fstack-protector-all.

enum { BUFFER_BYTES = 16, OVERRUN_BYTES = 64 };

int stack_smash_protected_inner(int amount) {
  char buffer[BUFFER_BYTES];
  char *volatile start = buffer;  // volatile: the compiler must not see the overrun
  volatile char *out = start;
  for (int i = 0; i < amount; i++) out[i] = 'A';
  return buffer[0];
}

int stack_smash_protected(void) {
  return stack_smash_protected_inner(BUFFER_BYTES + OVERRUN_BYTES) + 1;
}
