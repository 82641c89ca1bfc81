// A guest that computes CRC-32 (as in zlib and PNG), of bytes the host writes or of bytes it makes
// itself.

#include <stdint.h>

#include "guest.h"
#include "random.h"

enum { INPUT_BYTES = 1 << 20 };

static uint8_t input_bytes[INPUT_BYTES];
static uint32_t table[256];

static void fill_table(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++) value = value & 1 ? value >> 1 ^ 0xedb88320 : value >> 1;
    table[i] = value;
  }
}

// Where the host may write up to input_size() bytes.
EXPORT(input) uint8_t *input(void) { return input_bytes; }
EXPORT(input_size) uint32_t input_size(void) { return INPUT_BYTES; }

// Of the first `length` bytes of the input.
EXPORT(crc32) uint32_t crc32(uint32_t length) {
  uint32_t crc = 0xffffffff;
  if (table[1] == 0) fill_table();
  for (uint32_t i = 0; i < length; i++) crc = table[(crc ^ input_bytes[i]) & 255] ^ crc >> 8;
  return ~crc;
}

// Of `length` random bytes (at most 2^20).
EXPORT(run) int32_t run(int32_t length) {
  random_seed(32);
  for (int32_t i = 0; i < length; i++) input_bytes[i] = (uint8_t)random_next();
  return (int32_t)crc32((uint32_t)length);
}
