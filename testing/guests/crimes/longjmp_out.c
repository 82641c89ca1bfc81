// A guest that longjmps into a frame which has returned already.
#include <setjmp.h>
#include <stdint.h>

// Built without _FORTIFY_SOURCE: the fortified longjmp sees that the frame is gone and aborts,
// which is another crime (abort_call). This one really jumps.
static jmp_buf checkpoint;

int longjmp_out_prepare_inner(void) {
  if (setjmp(checkpoint) != 0) return 1;
  return 0;
}

// The room keeps the helper's frame clear of the words that the gate and the next call share.
int longjmp_out_prepare(void) {
  volatile uint64_t room[32] = {0};
  return longjmp_out_prepare_inner() + (int)room[0];
}

// Reuses the stack of the dead frame, as any later call does, so the second return of setjmp leads
// into this garbage: canonical, for a fault at this address on every CPU.
void longjmp_out_inner(void) {
  volatile uint64_t frame[128];
  for (int i = 0; i < 128; i++) frame[i] = 0x434343434343;
  (void)frame;
  longjmp(checkpoint, 1);
}

// Call on the thread of the last longjmp_out_prepare, from the same depth of its stack.
int longjmp_out(void) {
  longjmp_out_inner();
  return 0;
}
