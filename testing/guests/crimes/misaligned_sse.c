// A guest that uses an aligned SSE load on an odd address.

static _Alignas(16) char bytes[64];

int misaligned_sse_inner(const char *from) {
  __asm__ volatile("movaps (%0), %%xmm0" : : "r"(from) : "xmm0", "memory");
  return from[0];
}

int misaligned_sse(void) { return misaligned_sse_inner(bytes + 1); }
