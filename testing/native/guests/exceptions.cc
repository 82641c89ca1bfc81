// SPDX-License-Identifier: Apache-2.0
// A guest that throws.
#include <pthread.h>

#include <cfenv>
#include <exception>
#include <stdexcept>
#include <string>

#include "guests.h"

namespace library {

struct Failure : std::exception {
  explicit Failure(int number) : text("failure " + std::to_string(number)) {}
  const char *what() const noexcept override { return text.c_str(); }
  std::string text;
};

struct Deadly : std::exception {
  const char *what() const noexcept override {
    guest_crash_if(1);
    return "never said";
  }
};

}  // namespace library

static int destroyed = 0;

struct Counted {
  ~Counted() { destroyed++; }
};

int guest_throw(int which) {
  switch (which) {
    case 0:
      throw std::out_of_range("no such thing");
    case 1:
      throw library::Failure(3);
    case 2:
      throw 42;
    case 3:
      throw "a word";
    case 4:
      throw std::string("a text");
    case 5:
      throw library::Deadly();
    default:
      return which;
  }
}

int guest_throw_through_destructor(int which) {
  const Counted outer;
  const Counted inner;
  return guest_throw(which) + 1;
}

int guest_destroyed(void) { return destroyed; }

static int cannot_throw(int which) noexcept { return guest_throw(which); }

int guest_terminate(int which) { return cannot_throw(which) + 1; }

int guest_throw_rounding_up(int which) {
  std::fesetround(FE_UPWARD);
  return guest_throw(which);
}

void guest_exit_thread(void) { pthread_exit(nullptr); }
