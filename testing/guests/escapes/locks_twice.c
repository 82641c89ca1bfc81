// A guest that waits for a lock which it holds itself.
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int locks_twice(void) {
  pthread_mutex_lock(&mutex);
  return pthread_mutex_lock(&mutex);
}
