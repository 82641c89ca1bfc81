// A guest that does with files what programs do, through libc, and says what came of it.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path) {
  char *names[64];
  int count = 0;
  DIR *directory = opendir(path);
  if (directory == NULL) {
    printf("opendir %s: %s\n", path, strerror(errno));
    return;
  }
  for (struct dirent *entry; (entry = readdir(directory)) != NULL && count < 64;) {
    if (entry->d_name[0] == '.') continue;
    names[count++] = strdup(entry->d_name);
  }
  closedir(directory);
  qsort(names, count, sizeof *names, by_name);
  printf("%s:", path);
  for (int i = 0; i < count; i++) printf(" %s", names[i]);
  printf("\n");
}

static void report(const char *what, int result) {
  printf("%s: %s\n", what, result >= 0 ? "done" : strerror(errno));
}

static void show(const char *path) {
  char line[64];
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    printf("%s: %s\n", path, strerror(errno));
    return;
  }
  printf("%s: %s\n", path, fgets(line, sizeof line, file) == NULL ? "(empty)" : line);
  fclose(file);
}

int main(int argc, char **argv) {
  const char *root = argc > 1 ? argv[1] : "/";
  report("chdir", chdir(root));
  report("mkdir", mkdir("dir", 0755));
  FILE *file = fopen("dir/file", "w+");
  if (file == NULL) return 1;
  fputs("first line\nsecond line", file);
  fseek(file, 6, SEEK_SET);
  fputs("LINE", file);
  rewind(file);
  char line[64];
  printf("%s", fgets(line, sizeof line, file));
  printf("at %ld\n", ftell(file));
  fclose(file);

  file = fopen("dir/file", "a");
  fputs("!", file);
  fclose(file);
  struct stat status;
  report("stat", stat("dir/file", &status));
  printf("size %d, a file: %d\n", (int)status.st_size, S_ISREG(status.st_mode));

  report("symlink", symlink("file", "dir/link"));
  report("readlink", (int)readlink("dir/link", line, sizeof line));
  report("lstat", lstat("dir/link", &status));
  printf("a link: %d\n", S_ISLNK(status.st_mode));
  report("link", link("dir/file", "again"));
  report("rename", rename("again", "dir/other"));
  report("truncate", truncate("dir/file", 5));
  show("dir/link");
  show("dir/other");
  list("dir");
  report("unlink", unlink("dir/file"));
  show("dir/link");
  report("rmdir", rmdir("dir"));
  const int twice = open("dir/other", O_CREAT | O_EXCL | O_WRONLY, 0644);
  report("create again", twice);
  report("access", access("dir/other", R_OK));
  list(".");
  list("none");
  return 0;
}
