// A guest that crashes before it has filled the aggregate it returns.

struct Words {
  long word[16];
};

struct Texts {
  const char *text[3];
};

/** Takes a large aggregate by value: its words stay behind in the memory that the FFI built it in. */
long soil(struct Words words) { return words.word[0] + words.word[15]; }

struct Texts unfinished(int crash) {
  struct Texts texts = {{"a", "b", "c"}};
  if (crash) *(volatile int *)0 = 1;
  return texts;
}
