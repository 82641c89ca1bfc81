// A guest that throws C++ exceptions, and keeps count of those that were not caught yet.
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

static std::vector<std::string> kept;  // has a destructor

extern "C" {

int add(int a, int b) { return a + b; }

int throw_numbered(int number) {
  kept.assign(10, std::string(100, 'x'));
  throw std::runtime_error("number " + std::to_string(number));
}

int terminate_numbered(int number) noexcept { return throw_numbered(number); }

int throw_and_catch(int number) {
  try {
    return throw_numbered(number);
  } catch (const std::runtime_error &) {
    return number;
  }
}

int uncaught(void) { return std::uncaught_exceptions(); }
}
