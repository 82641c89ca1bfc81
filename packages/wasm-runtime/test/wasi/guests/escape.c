// A guest that makes a link to where it may not go, by moving the directory that the link is in.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void report(const char *what, int result) {
  printf("%s: %s\n", what, result >= 0 ? "done" : strerror(errno));
}

static void try_open(const char *path, int flags) {
  char line[200];
  const int fd = open(path, flags, 0644);
  snprintf(line, sizeof line, "open %s", path);
  report(line, fd);
  if (fd < 0) return;
  const ssize_t length = read(fd, line, sizeof line - 1);
  if (length > 0) printf("read %.*s\n", (int)length, line);
  close(fd);
}

int main(void) {
  report("mkdir a", mkdir("/a", 0755));
  report("mkdir a/b", mkdir("/a/b", 0755));
  report("symlink", symlink("../..", "/a/b/up2"));
  report("rename", rename("/a/b", "/bb"));
  try_open("/bb/up2/secret.txt", O_RDONLY);
  try_open("/bb/up2/created.txt", O_RDWR | O_CREAT);
  try_open("/bb/up2/root/inside.txt", O_RDWR | O_CREAT);
  report("mkdir", mkdir("/bb/up2/made", 0755));
  report("rename out", rename("/a", "/bb/up2/moved"));
  report("link in", link("/bb/up2/secret.txt", "/stolen"));
  report("rename in", rename("/bb/up2/secret.txt", "/stolen"));
  report("unlink", unlink("/bb/up2/secret.txt"));
  report("symlink out", symlink("x", "/bb/up2/link"));
  struct stat stat_buffer;
  report("stat", stat("/bb/up2/secret.txt", &stat_buffer));
  report("absolute", symlink("/etc", "/etc"));
  return 0;
}
