// A guest that is a WASI program: its first argument says what to do, and the exit code whether it
// could.
//
//   args ...         writes its arguments, one a line          env NAME    writes a variable
//   copy             stdin to stdout, in capitals              exit CODE   exits
//   files FOLDER     writes, lists, reads, renames, deletes    read FILE   writes a file to stdout
//   complain TEXT    writes to stderr                          clock       exits with 0 if time
//   does not run backwards random           exits with 0 if 64 bytes are not all equal sum COUNT
//   adds 1, 2, ... COUNT up and writes the sum

#include <ctype.h>
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_CHARS = 256 };

static int fail(const char *what) {
  perror(what);
  return 1;
}

static int copy_in_capitals(void) {
  for (int c = getchar(); c != EOF; c = getchar()) putchar(toupper(c));
  return ferror(stdin) ? fail("stdin") : 0;
}

static int write_file(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) return fail(path);
  for (int c = getc(file); c != EOF; c = getc(file)) putchar(c);
  return fclose(file) == 0 ? 0 : fail(path);
}

static int list(const char *folder) {
  DIR *entries = opendir(folder);
  if (entries == NULL) return fail(folder);
  int count = 0;
  for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
    if (entry->d_name[0] != '.') count++;
  }
  closedir(entries);
  printf("entries %d\n", count);
  return 0;
}

static int use_files(const char *folder) {
  char first[PATH_CHARS], second[PATH_CHARS];
  struct stat found;
  snprintf(first, sizeof first, "%s/first.txt", folder);
  snprintf(second, sizeof second, "%s/second.txt", folder);
  FILE *file = fopen(first, "w");
  if (file == NULL) return fail(first);
  for (int i = 0; i < 100; i++) fprintf(file, "line %d\n", i);
  if (fclose(file) != 0) return fail("fclose");
  if (stat(first, &found) != 0) return fail("stat");
  printf("bytes %d\n", (int)found.st_size);
  if (list(folder) != 0) return 1;
  if (rename(first, second) != 0) return fail("rename");
  if ((file = fopen(second, "r")) == NULL) return fail(second);
  char line[32];
  if (fseek(file, -8, SEEK_END) != 0) return fail("fseek");
  if (fgets(line, sizeof line, file) == NULL) return fail("fgets");
  fclose(file);
  printf("last %s", line);
  return unlink(second) == 0 ? list(folder) : fail("unlink");
}

static int check_clock(void) {
  struct timespec before, after;
  if (clock_gettime(CLOCK_MONOTONIC, &before) != 0) return fail("clock_gettime");
  if (clock_gettime(CLOCK_MONOTONIC, &after) != 0) return fail("clock_gettime");
  int64_t ns = (after.tv_sec - before.tv_sec) * 1000000000LL + after.tv_nsec - before.tv_nsec;
  return ns >= 0 ? 0 : 1;
}

static int check_random(void) {
  uint8_t bytes[64];
  if (getentropy(bytes, sizeof bytes) != 0) return fail("getentropy");
  for (size_t i = 1; i < sizeof bytes; i++) {
    if (bytes[i] != bytes[0]) return 0;
  }
  return 1;
}

static int write_sum(int64_t count) {
  int64_t sum = 0;
  for (int64_t i = 1; i <= count; i++) sum += i;
  printf("%lld\n", (long long)sum);
  return 0;
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "args", *argument = argc > 2 ? argv[2] : "";
  if (strcmp(what, "args") == 0) {
    for (int i = 2; i < argc; i++) printf("%s\n", argv[i]);
    return 0;
  }
  if (strcmp(what, "env") == 0) {
    const char *value = getenv(argument);
    return value == NULL ? 1 : printf("%s\n", value) < 0;
  }
  if (strcmp(what, "complain") == 0) return fprintf(stderr, "%s\n", argument) < 0;
  if (strcmp(what, "copy") == 0) return copy_in_capitals();
  if (strcmp(what, "read") == 0) return write_file(argument);
  if (strcmp(what, "files") == 0) return use_files(argument);
  if (strcmp(what, "exit") == 0) exit(atoi(argument));
  if (strcmp(what, "clock") == 0) return check_clock();
  if (strcmp(what, "random") == 0) return check_random();
  if (strcmp(what, "sum") == 0) return write_sum(atoll(argument));
  fprintf(stderr, "unknown: %s\n", what);
  return 64;
}
