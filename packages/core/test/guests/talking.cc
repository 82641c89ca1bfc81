// A guest whose exceptions call back when they are asked what they are, and when they end.
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>

namespace {

void (*callback)(int);

struct Talks : std::exception {
  const char *what() const noexcept override {
    for (int time = 0; time < 3; time++) callback(7);
    return "talks";
  }
};

struct Dies : std::exception {
  ~Dies() override { callback(8); }
  const char *what() const noexcept override { return "dies"; }
};

}  // namespace

extern "C" {

void call_with(void (*given)(int)) { callback = given; }
void throw_talks() { throw Talks(); }
void throw_dies() { throw Dies(); }
void terminate_talks() noexcept { throw_talks(); }
void just_abort() { std::abort(); }
void just_terminate() { std::terminate(); }

// Catches an exception and calls back while it handles it. Is it still the same afterwards?
int call_in_catch(void (*inner)(int)) {
  const std::string text = "long enough to be on the heap, where it would be freed and used again";
  try {
    throw std::runtime_error(text);
  } catch (const std::exception &error) {
    inner(1);
    const std::string other(text.size(), 'x');
    return std::current_exception() != nullptr && error.what() == text && other != text;
  }
}
}
