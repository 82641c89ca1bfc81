// A guest that computes SHA-256 (FIPS 180-4), of bytes the host writes or of bytes it makes itself.

#include <stdint.h>
#include <string.h>

#include "guest.h"

enum { INPUT_BYTES = 1 << 20, BLOCK_BYTES = 64, DIGEST_BYTES = 32 };

static uint8_t input_bytes[INPUT_BYTES];
static uint8_t digest[DIGEST_BYTES];

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, int by) { return x >> by | x << (32 - by); }

static uint32_t load(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void store(uint8_t *at, uint32_t word) {
  for (int i = 0; i < 4; i++) at[i] = (uint8_t)(word >> (24 - 8 * i));
}

static void mix(uint32_t state[8], const uint8_t *block) {
  uint32_t w[64], s[8];
  for (int i = 0; i < 16; i++) w[i] = load(block + 4 * i);
  for (int i = 16; i < 64; i++) {
    uint32_t a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[i - 7] +
           (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
  }
  memcpy(s, state, sizeof s);
  for (int i = 0; i < 64; i++) {
    uint32_t t1 = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) +
                  ((s[4] & s[5]) ^ (~s[4] & s[6])) + K[i] + w[i];
    uint32_t t2 = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) +
                  ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, 7 * sizeof *s);
    s[4] += t1;
    s[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++) state[i] += s[i];
}

// Where the host may write up to input_size() bytes.
EXPORT(input) uint8_t *input(void) { return input_bytes; }
EXPORT(input_size) uint32_t input_size(void) { return INPUT_BYTES; }

// Hashes the first `length` bytes of the input; returns where the 32 bytes of the digest are.
EXPORT(sha256) uint8_t *sha256(uint32_t length) {
  uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  uint8_t last[2 * BLOCK_BYTES] = {0};
  uint32_t whole = length / BLOCK_BYTES * BLOCK_BYTES, rest = length - whole;
  uint32_t padded = rest + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES;
  for (uint32_t at = 0; at < whole; at += BLOCK_BYTES) mix(state, input_bytes + at);
  memcpy(last, input_bytes + whole, rest);
  last[rest] = 0x80;
  store(last + padded - 8, length >> 29);
  store(last + padded - 4, length << 3);
  for (uint32_t at = 0; at < padded; at += BLOCK_BYTES) mix(state, last + at);
  for (int i = 0; i < 8; i++) store(digest + 4 * i, state[i]);
  return digest;
}

// Hashes a mebibyte of zeros, and then `rounds - 1` times its own digest over the first bytes of
// it; returns the first four bytes of the last digest.
EXPORT(run) int32_t run(int32_t rounds) {
  memset(input_bytes, 0, INPUT_BYTES);
  for (int32_t round = 0; round < rounds; round++) {
    sha256(INPUT_BYTES);
    memcpy(input_bytes, digest, DIGEST_BYTES);
  }
  return (int32_t)load(digest);
}
