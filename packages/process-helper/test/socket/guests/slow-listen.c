/* Preloaded: a process that is put aside between bind(2) and listen(2). */
#include <sys/syscall.h>
#include <unistd.h>

int listen(int socket, int backlog) {
  usleep(200 * 1000);
  return (int)syscall(SYS_listen, socket, backlog);
}
