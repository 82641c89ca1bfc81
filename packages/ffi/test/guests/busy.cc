// A guest whose calls last until they are let go, and which crashes in ways that tell one call from another.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace {

std::atomic<int> held{0};
std::atomic<bool> open{true};

void wait_until_let_go() {
  held++;
  while (!open) usleep(200);
  held--;
}

template <int Bytes>
[[gnu::noinline]] int descend(int depth) {
  volatile char frame[Bytes];
  frame[0] = static_cast<char>(depth);
  return depth < 0 ? 0 : descend<Bytes>(depth + 1) + frame[0];
}

}  // namespace

extern "C" {

void shut() { open = false; }
void let_go() { open = true; }
int holding() { return held; }

int hold(int value) {
  wait_until_let_go();
  return value;
}

int64_t hold_and_sum(const uint8_t *bytes, int64_t count) {
  wait_until_let_go();
  int64_t sum = 0;
  for (int64_t i = 0; i < count; i++) sum += bytes[i];
  return sum;
}

int hold_and_write(uintptr_t address) {
  wait_until_let_go();
  *reinterpret_cast<volatile int *>(address) = 1;
  return 0;
}

int nap(int milliseconds) {
  usleep(milliseconds * 1000);
  return milliseconds;
}

int nap_and_write(int milliseconds, uintptr_t address) {
  usleep(milliseconds * 1000);
  *reinterpret_cast<volatile int *>(address) = 1;
  return 0;
}

int nap_and_apply(int milliseconds, int (*callback)(int), int x) {
  usleep(milliseconds * 1000);
  return callback(x);
}

int add(int a, int b) { return a + b; }

/** The fault's address tells which call it was. */
int write_to(uintptr_t address) {
  *reinterpret_cast<volatile int *>(address) = 1;
  return 0;
}

const char *text_at(uintptr_t address) { return reinterpret_cast<const char *>(address); }

int overflow_small(int depth) { return descend<64>(depth); }
int overflow_large(int depth) { return descend<70000>(depth); }

int divide(int a, int b) { return a / b; }

int give_up() { abort(); }

int throw_number(int number) { throw std::out_of_range("number " + std::to_string(number)); }

int apply(int (*callback)(int), int x) { return callback(x); }

int apply_twice(int (*callback)(int), int x) {
  const int first = callback(x);
  return first + callback(x);
}

struct Handler {
  int base;
  int (*transform)(int);
};

int run_handler(const Handler *handlers, int count, int x) {
  int sum = 0;
  for (int i = 0; i < count; i++) sum += handlers[i].base + handlers[i].transform(x);
  return sum;
}

int run_handler_by_value(Handler handler, int x) { return run_handler(&handler, 1, x); }

int apply_and_write(int (*callback)(int), uintptr_t address) {
  callback(1);
  return write_to(address);
}

struct Pair {
  int64_t number;
  const char *text;
};

/** A wild pointer first. */
int fill(Pair *pair, const char **text, uintptr_t crash_at) {
  *text = pair->text = reinterpret_cast<const char *>(0x1234);
  pair->number = 5;
  if (crash_at != 0) write_to(crash_at);
  *text = pair->text = "filled";
  return 0;
}
}
