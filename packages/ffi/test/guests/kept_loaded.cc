// A guest that the loader never unloads, and whose destructor asks for the environment.
#include <cstdio>
#include <cstdlib>

template <typename T>
struct Unique {
  static inline int value = 5;  // STB_GNU_UNIQUE
};

struct Asks {
  ~Asks() {
    const char *home = std::getenv("NO_SUCH_VARIABLE");
    std::fprintf(stderr, "destroyed: %d %s\n", Unique<int>::value, home != nullptr ? home : "none");
  }
};

static Asks asks;

extern "C" int use_heap(int count) { return Unique<int>::value * count; }
