// A library with a SIGSEGV handler of its own, as garbage collectors and crash reporters have: it mends
// the faults that it expects, by returning or by jumping, and passes others on, or does not.
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>

enum { PAGE_BYTES = 4096 };

static volatile int *volatile nowhere = NULL;
static struct sigaction previous;
static volatile bool chains;
static volatile sig_atomic_t seen;
static char *volatile lent_page;  // expected: mended by returning
static sigjmp_buf home;
static volatile bool will_jump;  // expected: mended by jumping

static void handle(int number, siginfo_t *info, void *context) {
  seen++;
  char *page = lent_page;
  if (page != NULL && (char *)info->si_addr >= page && (char *)info->si_addr < page + PAGE_BYTES) {
    mprotect(page, PAGE_BYTES, PROT_READ | PROT_WRITE);
  } else if (will_jump) {
    will_jump = false;
    siglongjmp(home, 1);
  } else if (chains && (previous.sa_flags & SA_SIGINFO) != 0) {
    previous.sa_sigaction(number, info, context);
  } else {
    signal(number, SIG_DFL);
  }
}

int install_handler(bool chaining) {
  struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  chains = chaining;
  return sigaction(SIGSEGV, &action, &previous);
}

int handler_seen(void) { return seen; }

// 42 once the handler has made the page accessible.
int touch_lent_page(void) {
  char *page = mmap(NULL, PAGE_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  lent_page = page;
  *(volatile char *)page = 42;
  int value = *(volatile char *)page;
  lent_page = NULL;
  munmap(page, PAGE_BYTES);
  return value;
}

// 42 once the handler has jumped back here.
int jump_out_of_fault(void) {
  will_jump = true;
  if (sigsetjmp(home, 1) != 0) return 42;
  *nowhere = 1;
  return 0;
}

// Not expected by the handler.
int unexpected_fault(void) {
  *nowhere = 1;
  return 0;
}
