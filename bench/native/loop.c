// Loops that call through a function pointer. Each returns what one turn took, in ns.
#include <setjmp.h>
#include <signal.h>
#include <time.h>

static volatile int sink;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int add(int a, int b) { return a + b; }

// Six arguments travel in registers, eight on the stack: 64 bytes.
int add_stack(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l,
              int m, int n) {
  return a + b + c + d + e + f + g + h + i + j + k + l + m + n;
}

#define LOOP(EXPRESSION)                                        \
  int sum = 0;                                                  \
  double start = now();                                         \
  for (int turn = 0; turn < turns; turn++) sum += (EXPRESSION); \
  sink = sum;                                                   \
  return (now() - start) / turns

double loop_add(int (*target)(int, int), int turns) { LOOP(target(turn, sum)); }

double loop_add_stack(__typeof__(&add_stack) target, int turns) {
  LOOP(target(turn, sum, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
}

// How a C program recovers without a gate: it saves a place to jump back to before each call.
static sigjmp_buf checkpoint;

double loop_sigsetjmp(int (*target)(int, int), int turns) {
  LOOP(sigsetjmp(checkpoint, 0) == 0 ? target(turn, sum) : 0);
}

double loop_sigsetjmp_mask(int (*target)(int, int), int turns) {
  LOOP(sigsetjmp(checkpoint, 1) == 0 ? target(turn, sum) : 0);
}

static void jump_back(int signal) { siglongjmp(checkpoint, signal); }

// What a fault costs at least: the kernel delivers a SIGSEGV, the handler jumps out of it.
double loop_fault(int turns) {
  struct sigaction action = {.sa_handler = jump_back, .sa_flags = SA_NODEFER | SA_ONSTACK}, before;
  sigaction(SIGSEGV, &action, &before);
  double start = now();
  for (volatile int turn = 0; turn < turns; turn++) {
    if (sigsetjmp(checkpoint, 0) == 0) *(int *volatile)0 = 1;
  }
  double took = (now() - start) / turns;
  sigaction(SIGSEGV, &before, NULL);
  return took;
}
