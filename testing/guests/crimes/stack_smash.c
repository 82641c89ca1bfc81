// A guest that overruns a buffer on its stack and returns through the address it overwrote.
#include <stdint.h>

enum { BUFFER_WORDS = 2, OVERRUN_WORDS = 8 };

// Two return addresses go: the helper's own, and the one that leads out of the guest. The overrun
// ends about two words above the latter.
// The garbage is canonical, so that the fault is reported at this address on every CPU.
int stack_smash_inner(int words) {
  uint64_t buffer[BUFFER_WORDS];
  uint64_t *volatile start = buffer;  // volatile: the compiler must not see the overrun
  volatile uint64_t *out = start;
  for (int i = 0; i < words; i++) out[i] = 0x414141414141;
  return (int)buffer[0];
}

int stack_smash(void) {
  volatile uint64_t room[2] = {0};
  return stack_smash_inner(BUFFER_WORDS + OVERRUN_WORDS) + (int)room[0];
}
