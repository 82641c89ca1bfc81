// A guest that encodes bytes as base64 and decodes them again.

#include <stdint.h>
#include <string.h>

#include "guest.h"
#include "random.h"

enum { INPUT_BYTES = 3 << 16, OUTPUT_BYTES = 4 << 16 };

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static uint8_t input_bytes[INPUT_BYTES], decoded[INPUT_BYTES];
static char output_text[OUTPUT_BYTES];
static int8_t values[256];

// Where the host may write up to input_size() bytes.
EXPORT(input) uint8_t *input(void) { return input_bytes; }
EXPORT(input_size) uint32_t input_size(void) { return INPUT_BYTES; }
// Where the text is, after encode.
EXPORT(output) char *output(void) { return output_text; }

// Encodes the first `length` bytes of the input; returns the length of the text.
EXPORT(encode) uint32_t encode(uint32_t length) {
  char *to = output_text;
  for (uint32_t at = 0; at < length; at += 3) {
    uint32_t left = length - at;
    uint32_t bits = (uint32_t)input_bytes[at] << 16;
    if (left > 1) bits |= (uint32_t)input_bytes[at + 1] << 8;
    if (left > 2) bits |= input_bytes[at + 2];
    *to++ = DIGITS[bits >> 18];
    *to++ = DIGITS[bits >> 12 & 63];
    *to++ = left > 1 ? DIGITS[bits >> 6 & 63] : '=';
    *to++ = left > 2 ? DIGITS[bits & 63] : '=';
  }
  return (uint32_t)(to - output_text);
}

static uint32_t decode(uint32_t length) {
  uint8_t *to = decoded;
  for (uint32_t at = 0; at < length; at += 4) {
    uint32_t bits = 0;
    for (int i = 0; i < 4; i++) bits = bits << 6 | (uint32_t)values[(uint8_t)output_text[at + i]];
    *to++ = (uint8_t)(bits >> 16);
    *to++ = (uint8_t)(bits >> 8);
    *to++ = (uint8_t)bits;
  }
  return (uint32_t)(to - decoded);
}

// Encodes and decodes `length` random bytes (a multiple of 3, at most 196608); returns a checksum
// of the text, or -1 if they did not come back.
EXPORT(run) int32_t run(int32_t length) {
  uint32_t sum = 0;
  for (int i = 0; i < 64; i++) values[(uint8_t)DIGITS[i]] = (int8_t)i;
  random_seed(64);
  for (int32_t i = 0; i < length; i++) input_bytes[i] = (uint8_t)random_next();
  uint32_t chars = encode((uint32_t)length);
  if (decode(chars) != (uint32_t)length) return -1;
  if (memcmp(input_bytes, decoded, (size_t)length) != 0) return -1;
  for (uint32_t i = 0; i < chars; i++) sum = sum * 31 + (uint8_t)output_text[i];
  return (int32_t)sum;
}
