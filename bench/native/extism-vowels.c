// count_vowels for Extism's kernel (https://github.com/extism/extism/blob/main/kernel): eight bytes
// a call, as its own kits for plugins read.

#include <stdint.h>

#define IMPORT(name) __attribute__((import_module("extism:host/env"), import_name(#name)))

IMPORT(input_length) uint64_t input_length(void);
IMPORT(input_load_u8) uint32_t input_load_u8(uint64_t at);
IMPORT(input_load_u64) uint64_t input_load_u64(uint64_t at);
IMPORT(alloc) uint64_t extism_alloc(uint64_t length);
IMPORT(store_u64) void store_u64(uint64_t at, uint64_t value);
IMPORT(output_set) void output_set(uint64_t at, uint64_t length);

static uint32_t is_vowel(uint8_t byte) {
  uint8_t lower = byte | 32;
  return lower == 'a' || lower == 'e' || lower == 'i' || lower == 'o' || lower == 'u';
}

__attribute__((export_name("count_vowels"))) int32_t count_vowels(void) {
  uint64_t length = input_length(), at = 0, count = 0;
  for (; at + 8 <= length; at += 8) {
    for (uint64_t word = input_load_u64(at), i = 0; i < 8; i++, word >>= 8) count += is_vowel(word);
  }
  for (; at < length; at++) count += is_vowel(input_load_u8(at));
  uint64_t reply = extism_alloc(8);
  store_u64(reply, count);
  output_set(reply, 8);
  return 0;
}

__attribute__((export_name("nop"))) int32_t nop(void) { return 0; }
