// A component that does some of everything: texts, lists, records, results, a resource, and calls
// of the host.

#include "abi.h"

#define TEXTS "example:greeter/texts@1.2.0"

IMPORT("example:greeter/host@1.2.0", "transform")
void host_transform(const char *, size_t, struct text *);
IMPORT("$root", "note") void note(const char *, size_t);

static struct text greeting;

EXPORT("greet") struct text *greet(char *name, size_t length) {
  static const char before[] = "Hello, ";
  size_t size = sizeof before + length;
  char *to = malloc(size);
  memcpy(to, before, sizeof before - 1);
  memcpy(to + sizeof before - 1, name, length);
  to[size - 1] = '!';
  free(name);
  greeting = (struct text){to, size};
  return &greeting;
}

EXPORT("cabi_post_greet") void greet_done(struct text *result) { free(result->at); }

EXPORT("shout") struct text *shout(char *text, size_t length) {
  static struct text result;
  note(text, length);
  host_transform(text, length, &result);
  free(text);
  return &result;
}

EXPORT("cabi_post_shout") void shout_done(struct text *result) { free(result->at); }

struct summary {
  uint8_t is_error;
  union {
    struct {
      uint32_t words;
      struct text longest;
    } ok;
    struct text error;
  };
};

EXPORT(TEXTS "#summarize") struct summary *summarize(struct text *lines, size_t count) {
  static struct summary result;
  memset(&result, 0, sizeof result);
  if (count == 0) {
    result.is_error = 1;
    result.error = text_of("nothing to summarize");
    return &result;
  }
  for (size_t i = 0; i < count; i++) {
    size_t begin = 0;
    for (size_t at = 0; at <= lines[i].length; at++) {
      if (at < lines[i].length && lines[i].at[at] != ' ') continue;
      if (at > begin) result.ok.words++;
      if (at - begin > result.ok.longest.length) {
        result.ok.longest = (struct text){lines[i].at + begin, at - begin};
      }
      begin = at + 1;
    }
  }
  return &result;
}

struct numbers {
  uint32_t *at;
  size_t count;
};

EXPORT(TEXTS "#double") struct numbers *doubled(uint32_t *numbers, size_t count) {
  static struct numbers result;
  for (size_t i = 0; i < count; i++) numbers[i] *= 2;
  result = (struct numbers){numbers, count};
  return &result;
}

EXPORT("cabi_post_" TEXTS "#double") void doubled_done(struct numbers *result) { free(result->at); }

IMPORT("[export]" TEXTS, "[resource-new]counter") int32_t counter_handle(uint32_t *);

EXPORT(TEXTS "#[constructor]counter") int32_t counter_new(uint32_t first) {
  uint32_t *counter = malloc(sizeof *counter);
  *counter = first;
  return counter_handle(counter);
}

EXPORT(TEXTS "#[method]counter.next") uint32_t counter_next(uint32_t *counter) {
  return (*counter)++;
}

EXPORT(TEXTS "#[dtor]counter") void counter_drop(uint32_t *counter) { free(counter); }
