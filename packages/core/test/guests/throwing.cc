// A guest that lets C++ exceptions out, or has std::terminate called over them.
#include <pthread.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace guest {

struct Named : std::exception {
  const char *what() const noexcept override { return "a reason of its own"; }
};

struct Plain {
  int value;
};

/** Crashes when it is asked what it is about. */
struct Hostile : std::exception {
  const char *what() const noexcept override {
    *static_cast<volatile int *>(nullptr) = 1;
    return "";
  }
};

int alive = 0;

struct Counted {
  Counted() { alive++; }
  ~Counted() { alive--; }
};

[[gnu::noinline]] void raise(int kind) {
  const Counted counted;
  switch (kind) {
    case 0:
      throw std::out_of_range("index 3");
    case 1:
      throw Named();
    case 2:
      throw 42;
    case 3:
      throw "text";
    case 4:
      throw std::string("a string");
    case 5:
      throw Plain{1};
    case 6:
      throw Hostile();
    case 7:
      static_cast<void>(std::vector<int>().at(9));
      break;
    case 8:
      throw std::bad_alloc();
    default:
      break;
  }
}

void raise_noexcept(int kind) noexcept { raise(kind); }

void *exit_inside(void *result) {
  *static_cast<int *>(result) = 7;
  pthread_exit(nullptr);
}

}  // namespace guest

extern "C" {

int throwing(int kind) {
  guest::raise(kind);
  return 5;
}

int terminating(int kind) {
  guest::raise_noexcept(kind);
  return 5;
}

int alive(void) { return guest::alive; }

/** Calls `inner` on a thread of its own, which that may leave by pthread_exit. Returns whether it came back. */
int on_a_thread(void *(*inner)(void *)) {
  pthread_t thread;
  int result = 0;
  if (pthread_create(&thread, nullptr, inner, &result) != 0) return -1;
  pthread_join(thread, nullptr);
  return result;
}

void *exit_inside(void *result) { return guest::exit_inside(result); }
}
