// Guests that take too long, each in its own way.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

static volatile unsigned long work;
static void *volatile block;

int spin(void) {
  for (;;) work++;
}

int allocate(void) {
  for (;;) {
    void *block = malloc(work++ % 5000);
    memset(block, 1, 8);
    free(block);
  }
}

double compute(void) {
  double value = 1;
  for (;;) value = sin(value) + pow(value, 1.1);
  return value;
}

int sleep_long(void) { return (int)sleep(100); }

int read_nothing(void) {
  int ends[2];
  char byte;
  if (pipe(ends) != 0) return -1;
  return (int)read(ends[0], &byte, 1);
}

int wait_in_kernel(void) {
  unsigned word = 1;
  return (int)syscall(SYS_futex, &word, 0, 1, NULL, NULL, 0);
}

int poll_nothing(void) { return poll(NULL, 0, -1); }

int nanosleep_long(void) { return nanosleep(&(struct timespec){100, 0}, NULL); }

int pause_for_ever(void) { return pause(); }

int accept_nobody(void) {
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&any, sizeof any) != 0 || listen(listener, 1) != 0) return -1;
  return accept(listener, NULL, NULL);
}

int receive_nothing(void) {
  int ends[2];
  char byte;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return -1;
  return (int)recv(ends[0], &byte, 1, 0);
}

int wait_semaphore(void) {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  return sem_wait(&semaphore);
}

int wait_condition(void) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  pthread_mutex_lock(&mutex);
  for (;;) pthread_cond_wait(&condition, &mutex);
}

static void *wait_in_thread(void *unused) {
  for (;;) pause();
  return unused;
}

int join_own_thread(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, wait_in_thread, NULL) != 0) return -1;
  return pthread_join(thread, NULL);
}

int lock_twice(void) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  return pthread_mutex_lock(&mutex);
}

static int compare(const void *a, const void *b) {
  for (;;) work += a != b;
  return 0;
}

int sort_endlessly(void) {
  int numbers[100] = {3, 1, 2};
  qsort(numbers, 100, sizeof(int), compare);
  return numbers[0];
}

int print_endlessly(void) {
  FILE *null = fopen("/dev/null", "w");
  for (;;) fprintf(null, "%d %f\n", 1, 2.5);
}

int load_endlessly(void) {
  for (;;) dlclose(dlopen("libm.so.6", RTLD_LAZY));
}

int read_clock(void) {
  struct timespec now;
  for (;;) clock_gettime(CLOCK_MONOTONIC, &now);
}

// Code without unwind tables.
int run_generated(void) {
  static const unsigned char loop[] = {0xeb, 0xfe};  // jmp .
  void *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memcpy(code, loop, sizeof loop);
  ((void (*)(void))code)();
  return 0;
}

static ucontext_t caller_context, coroutine;

static int on_coroutine(void (*function)(void)) {
  static char stack[256 * 1024];
  getcontext(&coroutine);
  coroutine.uc_stack.ss_sp = stack;
  coroutine.uc_stack.ss_size = sizeof stack;
  coroutine.uc_link = &caller_context;
  makecontext(&coroutine, function, 0);
  swapcontext(&caller_context, &coroutine);
  return 0;
}

int spin_on_coroutine(void) { return on_coroutine((void (*)(void))spin); }
int sleep_on_coroutine(void) { return on_coroutine((void (*)(void))sleep_long); }

static int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
int recurse(void) { return fibonacci(60); }

const char *text_slowly(void) {
  sleep(100);
  return "late";
}

int block_all_and_spin(void) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL);
  for (;;) work++;
}

static int spin_until(long ns) {
  struct timespec now, end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_nsec += ns;
  end.tv_sec += end.tv_nsec / 1000000000L;
  end.tv_nsec %= 1000000000L;
  do clock_gettime(CLOCK_MONOTONIC, &now);
  while (now.tv_sec < end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec < end.tv_nsec));
  return 0;
}

int spin_for(int ms) { return spin_until(ms * 1000000L) + ms; }

int spin_for_us(int us) { return spin_until(us * 1000L) + us; }

// -1: interrupted.
int sleep_for_us(int us) {
  struct timespec left = {0, us * 1000L};
  return nanosleep(&left, &left) == 0 ? us : -1;
}

static int spin_once(struct dl_phdr_info *object, size_t size, void *ms) {
  (void)object, (void)size;
  spin_for(*(int *)ms);
  return 1;
}

// In the target's own code, but dl_iterate_phdr holds a lock of the loader's.
int iterate_for(int ms) { return dl_iterate_phdr(spin_once, &ms); }

// Likewise: the plugin's constructor calls this function with the loader's lock held.
int load_plugin(const char *path, const char *ms) {
  char call[64];
  snprintf(call, sizeof call, "%p", (void *)&spin_for);
  setenv("PLUGIN_CALLS", call, 1);
  setenv("PLUGIN_MS", ms, 1);
  void *plugin = dlopen(path, RTLD_NOW);
  if (plugin == NULL) return -1;
  return dlclose(plugin);
}

// Calls a function of another library.
int call_in(const char *path, const char *function, int ms) {
  void *library = dlopen(path, RTLD_NOW);
  int (*call)(int) = (int (*)(int))dlsym(library, function);
  return call == NULL ? -1 : call(ms) + 1;
}

// Likewise; its result is in a register of the x87 unit.
double call_long_in(const char *path, int ms) {
  void *library = dlopen(path, RTLD_NOW);
  long double (*call)(int) = (long double (*)(int))dlsym(library, "spin_then_return_long");
  return call == NULL ? -1 : (double)(call(ms) + 1);
}

// Every signal is blocked for that long; says how many are pending just before they no longer are.
int block_all_for(int ms) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  spin_for(ms);
  FILE *status = fopen("/proc/thread-self/status", "r");
  char line[256];
  while (fgets(line, sizeof line, status)) {
    if (strncmp(line, "SigQ", 4) == 0 || strncmp(line, "SigPnd", 6) == 0) fputs(line, stderr);
  }
  fclose(status);
  fflush(stderr);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return spin_for(10 * ms);
}

int allocate_block(int bytes) {
  block = malloc((size_t)bytes);
  return block != NULL;
}

// Has long doubles in the x87 unit when its time is up.
double compute_long(void) {
  long double value = 1;
  for (;;) value = sinl(value) + powl(value, 1.1L);
  return (double)value;
}

double add_long(double a, double b) { return (double)((long double)a + (long double)b); }

int call_then_spin_for(void (*callback)(void), int ms) {
  callback();
  return spin_for(ms);
}

int add(int a, int b) { return a + b; }
