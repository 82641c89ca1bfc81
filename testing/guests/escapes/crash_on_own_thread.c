// A guest that crashes on a thread it started itself: nobody guards that thread.
#include <pthread.h>
#include <stddef.h>

static int *volatile nowhere = NULL;  // volatile: the compiler must not see the null

static void *crash(void *unused) {
  *nowhere = 1;
  return unused;
}

int crash_on_own_thread(void) {
  pthread_t thread;
  int error = pthread_create(&thread, NULL, crash, NULL);
  return error != 0 ? error : pthread_join(thread, NULL);
}
