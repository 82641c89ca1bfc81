// A guest that throws a C++ exception out of a function that promised not to: std::terminate, which
// aborts.
#include <stdexcept>

extern "C" int cpp_noexcept() noexcept { throw std::runtime_error("out of a noexcept function"); }
