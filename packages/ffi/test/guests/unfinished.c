// A guest that crashes before it has filled the aggregate it returns.

struct Words {
  long word[16];
};

struct Texts {
  const char *text[3];
};

/** Its argument stays behind in the memory that the FFI built it in. */
long soil(const struct Words *words) { return words->word[0] + words->word[15]; }

struct Texts unfinished(int crash) {
  struct Texts texts = {{"a", "b", "c"}};
  if (crash) *(volatile int *)0 = 1;
  return texts;
}
