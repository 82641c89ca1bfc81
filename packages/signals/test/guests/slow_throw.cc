// Guests that take too long in C++, and a library that they call.
#include <chrono>
#include <exception>
#include <new>
#include <stdexcept>

static volatile unsigned long work;

static void spin_for(int ms) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
  while (std::chrono::steady_clock::now() < end) work = work + 1;
}

struct Endless : std::exception {
  const char *what() const noexcept override {
    for (;;) work = work + 1;
  }
};


extern "C" {

__attribute__((noinline)) static void throw_one(int value) { throw value; }

int throw_endlessly() {
  for (;;) {
    try {
      throw_one(1);
    } catch (int &caught) {
      work = work + caught;
    }
  }
}

int new_endlessly() {
  for (;;) delete[] new volatile int[1000];
}

int throw_endless() { throw Endless(); }

int terminate_endless() noexcept { return throw_endless(); }

int spin_then_throw(int ms) {
  spin_for(ms);
  throw std::runtime_error("too late");
}

int spin_then_throw_endless(int ms) {
  spin_for(ms);
  throw Endless();
}

int spin_then_throw_bad_alloc(int ms) {
  spin_for(ms);
  return *new char[static_cast<unsigned long>(1) << (46 + (work & 1))];
}

int spin_then_crash(int ms) {
  spin_for(ms);
  return *static_cast<volatile int *>(nullptr);
}

long double spin_then_return_long(int ms) {
  spin_for(ms);
  return ms;
}

int spin_then_return(int ms) {
  spin_for(ms);
  return ms;
}
}
