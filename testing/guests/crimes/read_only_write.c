// A guest that writes to its own constants.

static const char motto[] = "read, never written";

int read_only_write_inner(volatile char *text) {
  text[0] = 'R';
  return text[0];
}

int read_only_write(void) {
  const char *volatile text = motto;  // volatile: the compiler must not see where it points
  return read_only_write_inner((char *)text);
}
