// A guest that speaks the plugin ABI: alloc, dispatch, take_outcome, and a host function called in
// between.
//
//   alloc(length) -> where the host may write the request
//   dispatch(pointer, length) -> pointer << 32 | length of the reply, which is in the guest's
//   memory take_outcome() -> 0 for a reply, 1 when the reply is the text of an error; asked once,
//   after dispatch
//
// The first byte of a request says what to do with the rest: 'e' echo, 'r' reverse, 'v' count
// vowels (four bytes, little-endian), 'h' whatever the host function makes of it, anything else an
// error.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

// The host writes up to `capacity` bytes to `to` and returns how many; negative: it will not.
IMPORT("env", "host_transform")
int32_t host_transform(const uint8_t *bytes, uint32_t length, uint8_t *to, uint32_t capacity);

static uint8_t *request, *reply;
static uint32_t capacity;
static int32_t outcome;

// Buffers are kept from one call to the next, and grow.
static void reserve(uint32_t length) {
  if (length <= capacity) return;
  free(request);
  free(reply);
  request = malloc(length);
  reply = malloc(length);
  if (request == NULL || reply == NULL) abort();
  capacity = length;
}

EXPORT(alloc) uint8_t *alloc(uint32_t length) {
  reserve(length < 256 ? 256 : length);
  return request;
}

static uint64_t packed(const void *at, uint32_t length) {
  return (uint64_t)(uintptr_t)at << 32 | length;
}

static uint64_t fail(const char *why) {
  outcome = 1;
  return packed(why, (uint32_t)strlen(why));
}

static uint64_t reverse(const uint8_t *bytes, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) reply[i] = bytes[length - 1 - i];
  return packed(reply, length);
}

static uint64_t count_vowels(const uint8_t *bytes, uint32_t length) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < length; i++) {
    uint8_t lower = bytes[i] | 32;
    count += lower == 'a' || lower == 'e' || lower == 'i' || lower == 'o' || lower == 'u';
  }
  memcpy(reply, &count, sizeof count);
  return packed(reply, sizeof count);
}

static uint64_t ask_host(const uint8_t *bytes, uint32_t length) {
  int32_t written = host_transform(bytes, length, reply, capacity);
  return written < 0 ? fail("the host will not") : packed(reply, (uint32_t)written);
}

EXPORT(dispatch) uint64_t dispatch(const uint8_t *bytes, uint32_t length) {
  outcome = 0;
  if (length == 0) return fail("an empty request");
  switch (bytes[0]) {
    case 'e':
      return packed(bytes + 1, length - 1);
    case 'r':
      return reverse(bytes + 1, length - 1);
    case 'v':
      return count_vowels(bytes + 1, length - 1);
    case 'h':
      return ask_host(bytes + 1, length - 1);
    default:
      return fail("an unknown request");
  }
}

EXPORT(take_outcome) int32_t take_outcome(void) {
  int32_t taken = outcome;
  outcome = 0;
  return taken;
}
