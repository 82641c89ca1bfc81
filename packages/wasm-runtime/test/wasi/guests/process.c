// A guest that looks at what it was started with, and ends as it is told.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  const char *command = argc > 1 ? argv[1] : "";
  if (strcmp(command, "echo") == 0) {
    for (int i = 0; i < argc; i++) printf("[%s]", argv[i]);
    printf(" %s\n", getenv("NAME"));
    char line[100];
    while (fgets(line, sizeof line, stdin) != NULL) printf("> %s", line);
    fprintf(stderr, "a terminal: %d\n", isatty(1));
    return 0;
  }
  if (strcmp(command, "sleep") == 0) {
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    const struct timespec half = {0, 500000000};
    nanosleep(&half, NULL);
    clock_gettime(CLOCK_MONOTONIC, &after);
    printf("%lld ms at %lld\n",
           (after.tv_sec - before.tv_sec) * 1000LL + (after.tv_nsec - before.tv_nsec) / 1000000,
           (long long)time(NULL));
    return 0;
  }
  if (strcmp(command, "random") == 0) {
    unsigned char bytes[4];
    getentropy(bytes, sizeof bytes);
    printf("%02x%02x%02x%02x\n", bytes[0], bytes[1], bytes[2], bytes[3]);
    return 0;
  }
  if (strcmp(command, "flood") == 0) {
    for (int i = 0; i < 100000; i++) printf("line %d\n", i);
    return 0;
  }
  if (strcmp(command, "abort") == 0) abort();
  exit(atoi(command));
}
