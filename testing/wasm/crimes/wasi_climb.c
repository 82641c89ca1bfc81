// A guest that climbs out of the folder that is its root: it moves a symbolic link of its own until
// that leads outside.

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guest.h"

enum { READ_BY_LINK = 1, MADE_BY_LINK = 2, READ_BY_DOTS = 4, READ_BY_ABSOLUTE_LINK = 8 };

static int can_open(const char *path, int flags) {
  int file = open(path, flags, 0600);
  if (file >= 0) close(file);
  return file >= 0;
}

// What it reached: the sum of the values above. secret.txt lies beside the folder.
EXPORT(run) int32_t run(void) {
  int32_t reached = 0;
  mkdir("/a", 0700);
  mkdir("/a/b", 0700);
  symlink("../..", "/a/b/up");  // the folder itself, for as long as it is here
  rename("/a/b", "/b");
  if (can_open("/b/up/secret.txt", O_RDONLY)) reached |= READ_BY_LINK;
  if (can_open("/b/up/made.txt", O_CREAT | O_WRONLY)) reached |= MADE_BY_LINK;
  if (can_open("/../secret.txt", O_RDONLY)) reached |= READ_BY_DOTS;
  symlink("/etc/passwd", "/passwd");
  if (can_open("/passwd", O_RDONLY)) reached |= READ_BY_ABSOLUTE_LINK;
  return reached;
}
