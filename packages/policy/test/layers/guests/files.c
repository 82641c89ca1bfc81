/* A guest that asks for files, variables and time. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int add(int a, int b) { return a + b; }

int first_byte(const char *path) {
  int file = open(path, O_RDONLY);
  if (file < 0) return -errno;
  char byte = 0;
  long count = read(file, &byte, 1);
  close(file);
  return count == 1 ? byte : -1;
}

int overwrite(const char *path) {
  int file = open(path, O_WRONLY);
  if (file < 0) return -errno;
  close(file);
  return 0;
}

const char *variable(const char *name) { return getenv(name); }

void hang(void) {
  for (;;) pause();
}
