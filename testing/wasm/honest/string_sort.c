// A guest that sorts texts: strcmp, and malloc for each of them.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "random.h"

enum { MIN_CHARS = 3, MAX_CHARS = 18 };

static int compare(const void *x, const void *y) {
  return strcmp(*(char *const *)x, *(char *const *)y);
}

static char *make_text(void) {
  int32_t length = MIN_CHARS + (int32_t)(random_next() % (MAX_CHARS - MIN_CHARS));
  char *text = malloc((size_t)length + 1);
  if (text == NULL) abort();
  for (int32_t i = 0; i < length; i++) text[i] = (char)('a' + random_next() % 26);
  text[length] = '\0';
  return text;
}

static uint32_t checksum(uint32_t sum, const char *text) {
  for (; *text != '\0'; text++) sum = sum * 31 + (uint8_t)*text;
  return sum;
}

// Makes `count` texts and sorts them; returns a checksum that depends on their order.
EXPORT(run) int32_t run(int32_t count) {
  char **texts = malloc((size_t)count * sizeof *texts);
  uint32_t sum = 0;
  if (texts == NULL) abort();
  random_seed(7);
  for (int32_t i = 0; i < count; i++) texts[i] = make_text();
  qsort(texts, (size_t)count, sizeof *texts, compare);
  for (int32_t i = 0; i < count; i++) {
    sum = checksum(sum, texts[i]);
    free(texts[i]);
  }
  free(texts);
  return (int32_t)sum;
}
