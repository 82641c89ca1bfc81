// A guest that reads past the end of a file it has mapped.
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE_BYTES = 4096 };

// Mapped once and kept, so that a thousand crimes cost one mapping: two pages of a one-page file.
static char *mapped_file(void) {
  static char *kept = NULL;
  if (kept != NULL) return kept;
  int file = memfd_create("bus_error", MFD_CLOEXEC);
  if (file < 0 || ftruncate(file, PAGE_BYTES) != 0) return NULL;
  void *mapped = mmap(NULL, 2 * PAGE_BYTES, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  return kept = mapped == MAP_FAILED ? NULL : mapped;
}

int bus_error_inner(const volatile char *file) { return file[PAGE_BYTES]; }

// -1: the file could not be made, so no crime was committed.
int bus_error(void) {
  const char *file = mapped_file();
  return file == NULL ? -1 : bus_error_inner(file);
}
