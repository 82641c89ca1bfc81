// What C needs of the canonical ABI: texts and lists are a pointer and a length, results that do
// not fit in a register are written to memory, and what crosses is allocated with cabi_realloc.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

struct text {
  char *at;
  size_t length;
};

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
  (void)old_size;
  return size == 0 ? (void *)align : realloc(old, size);
}

/** A text that is nobody's to free. */
static inline struct text text_of(const char *zero_terminated) {
  return (struct text){(char *)zero_terminated, strlen(zero_terminated)};
}
