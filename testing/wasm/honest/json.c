// A guest that parses JSON and writes it again: branches, recursion, strings and malloc.
//
// Longer than our files should be: a parser and its mirror.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "random.h"

enum { TEXT_BYTES = 1 << 20, MAX_DEPTH = 64 };

typedef enum {
  JSON_NULL,
  JSON_FALSE,
  JSON_TRUE,
  JSON_NUMBER,
  JSON_STRING,
  JSON_ARRAY,
  JSON_OBJECT
} Kind;

typedef struct Value {
  struct Value *next;   // in the array or object that it is in
  struct Value *first;  // of an array or object
  char *key;            // in an object
  char *string;
  double number;
  Kind kind;
} Value;

static char input_text[TEXT_BYTES], output_text[TEXT_BYTES];
static const char *at, *end;
static char *to;

static Value *parse_value(int depth);

static void skip_space(void) {
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) at++;
}

static int take(char wanted) {
  skip_space();
  if (at >= end || *at != wanted) return 0;
  at++;
  return 1;
}

static int take_word(const char *word) {
  size_t length = strlen(word);
  if ((size_t)(end - at) < length || memcmp(at, word, length) != 0) return 0;
  at += length;
  return 1;
}

static char unescape(char escaped) {
  switch (escaped) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return escaped;
  }
}

// NULL: not a string. (\u is not understood.)
static char *parse_string(void) {
  if (!take('"')) return NULL;
  const char *close = at;
  while (close < end && *close != '"') close += *close == '\\' ? 2 : 1;
  if (close >= end) return NULL;
  char *string = malloc((size_t)(close - at) + 1), *write = string;
  if (string == NULL) abort();
  while (at < close) {
    if (*at == '\\') {
      *write++ = unescape(at[1]);
      at += 2;
    } else {
      *write++ = *at++;
    }
  }
  *write = '\0';
  at = close + 1;
  return string;
}

static void free_value(Value *value) {
  while (value != NULL) {
    Value *next = value->next;
    free_value(value->first);
    free(value->key);
    free(value->string);
    free(value);
    value = next;
  }
}

// 0: not a list of members.
static int parse_members(Value *parent, char close, int depth) {
  Value **link = &parent->first;
  if (take(close)) return 1;
  do {
    char *key = NULL;
    if (parent->kind == JSON_OBJECT && ((key = parse_string()) == NULL || !take(':'))) {
      free(key);
      return 0;
    }
    Value *member = parse_value(depth - 1);
    if (member == NULL) {
      free(key);
      return 0;
    }
    member->key = key;
    *link = member;
    link = &member->next;
  } while (take(','));
  return take(close);
}

static int parse_number(double *number) {
  char *stop;
  *number = strtod(at, &stop);
  if (stop == at) return 0;
  at = stop;
  return 1;
}

static int parse_into(Value *value, int depth) {
  if (take('{')) return value->kind = JSON_OBJECT, parse_members(value, '}', depth);
  if (take('[')) return value->kind = JSON_ARRAY, parse_members(value, ']', depth);
  if (at < end && *at == '"') {
    value->kind = JSON_STRING;
    return (value->string = parse_string()) != NULL;
  }
  if (take_word("null")) return value->kind = JSON_NULL, 1;
  if (take_word("true")) return value->kind = JSON_TRUE, 1;
  if (take_word("false")) return value->kind = JSON_FALSE, 1;
  value->kind = JSON_NUMBER;
  return parse_number(&value->number);
}

// NULL: not JSON.
static Value *parse_value(int depth) {
  Value *value = calloc(1, sizeof *value);
  if (value == NULL) abort();
  if (depth > 0 && parse_into(value, depth)) return value;
  free_value(value);
  return NULL;
}

static void write_text(const char *text) {
  while (*text != '\0') *to++ = *text++;
}

static void write_string(const char *string) {
  *to++ = '"';
  for (; *string != '\0'; string++) {
    if (*string == '"' || *string == '\\')
      *to++ = '\\', *to++ = *string;
    else if (*string == '\n')
      write_text("\\n");
    else if (*string == '\t')
      write_text("\\t");
    else
      *to++ = *string;
  }
  *to++ = '"';
}

// Whole numbers only: others would need printf, and printf imports.
static void write_number(double number) {
  char digits[20];
  int count = 0;
  int64_t whole = (int64_t)number;
  if (whole < 0) *to++ = '-', whole = -whole;
  do digits[count++] = (char)('0' + whole % 10);
  while ((whole /= 10) > 0);
  while (count > 0) *to++ = digits[--count];
}

static void write_value(const Value *value) {
  static const char *const WORDS[] = {"null", "false", "true"};
  if (value->kind <= JSON_TRUE) return write_text(WORDS[value->kind]);
  if (value->kind == JSON_NUMBER) return write_number(value->number);
  if (value->kind == JSON_STRING) return write_string(value->string);
  *to++ = value->kind == JSON_ARRAY ? '[' : '{';
  for (const Value *member = value->first; member != NULL; member = member->next) {
    if (member != value->first) *to++ = ',';
    if (member->key != NULL) write_string(member->key), *to++ = ':';
    write_value(member);
  }
  *to++ = value->kind == JSON_ARRAY ? ']' : '}';
}

// Where the host may write up to input_size() bytes of text.
EXPORT(input) char *input(void) { return input_text; }
EXPORT(input_size) uint32_t input_size(void) { return TEXT_BYTES - 1; }
// Where the text is, after roundtrip.
EXPORT(output) char *output(void) { return output_text; }

// Parses the first `length` bytes of the input and writes what it understood, without spaces;
// returns the length, or -1 if it is not JSON. Numbers lose what is behind the point.
EXPORT(roundtrip) int32_t roundtrip(uint32_t length) {
  at = input_text;
  end = input_text + length;
  input_text[length] = '\0';
  to = output_text;
  Value *value = parse_value(MAX_DEPTH);
  skip_space();
  int understood = value != NULL && at == end;
  if (understood) write_value(value);
  free_value(value);
  return understood ? (int32_t)(to - output_text) : -1;
}

static void write_record(int32_t id) {
  write_text("{ \"id\": ");
  write_number(id);
  write_text(", \"name\": \"record\\t\\\"");
  write_number(random_next() % 1000);
  write_text("\\\"\", \"tags\": [ \"a\", \"bc\", null, true, false ], \"points\": [");
  for (int i = 0; i < 8; i++) {
    if (i > 0) write_text(", ");
    write_number((double)(int32_t)random_next());
  }
  write_text("] }");
}

// Round trip of an array of `count` records (at most 4000), twice; returns a checksum of the second
// text, or -1.
EXPORT(run) int32_t run(int32_t count) {
  uint32_t sum = 0;
  random_seed(99);
  to = input_text;
  write_text("[");
  for (int32_t i = 0; i < count; i++) {
    if (i > 0) write_text(",\n");
    write_record(i);
  }
  write_text("]");
  int32_t length = roundtrip((uint32_t)(to - input_text));
  if (length < 0) return -1;
  memcpy(input_text, output_text, (size_t)length);
  if (roundtrip((uint32_t)length) != length) return -1;
  if (memcmp(input_text, output_text, (size_t)length) != 0) return -1;
  for (int32_t i = 0; i < length; i++) sum = sum * 31 + (uint8_t)output_text[i];
  return (int32_t)sum;
}
