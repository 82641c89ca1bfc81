// SPDX-License-Identifier: Apache-2.0
// libstdc++ is linked dynamically: the exception must be ended by the copy that counts it.
#include "cpp_exception.h"

#include <cxxabi.h>

#include <cstdio>
#include <exception>
#include <string>
#include <typeinfo>

#include "symbols.h"

namespace cofferdam {
namespace {

/** The vendor and language of an exception, first character in the highest byte: Itanium C++ ABI,
 *  Level II §2.1. The lowest byte tells dependent exceptions apart. */
constexpr uint64_t class_of(const char (&name)[9]) {
  uint64_t value = 0;
  for (int i = 0; i < 8; i++) value = value << 8 | static_cast<unsigned char>(name[i]);
  return value;
}

constexpr uint64_t kGnu = class_of("GNUCC++\0");
constexpr uint64_t kClang = class_of("CLNGC++\0");

/** The text of the exception that is being handled, where its type is one that has any. */
std::string current_reason() {
  try {
    throw;
  } catch (const std::exception &error) {
    return error.what();
  } catch (const char *text) {
    return text;
  } catch (const std::string &text) {
    return text;
  } catch (int number) {
    return std::to_string(number);
  } catch (...) {
    return "";
  }
}

void describe_current(cd_fault &fault) {
  fault.language = CD_LANGUAGE_CPP;
  const std::type_info *type = abi::__cxa_current_exception_type();
  const std::string name = type != nullptr ? demangle(type->name()) : "unknown";
  std::snprintf(fault.type, sizeof fault.type, "%s", name.c_str());
  std::snprintf(fault.reason, sizeof fault.reason, "%s", current_reason().c_str());
}

}  // namespace

bool is_cpp_exception(const _Unwind_Exception &exception) {
  const uint64_t base = exception.exception_class & ~uint64_t{0xff};
  return base == kGnu || base == kClang;
}

void describe_cpp_exception(_Unwind_Exception *exception, cd_fault &fault) {
  abi::__cxa_begin_catch(exception);
  describe_current(fault);
  abi::__cxa_end_catch();
}

void describe_terminating_exception(cd_fault &fault) {
  if (abi::__cxa_current_exception_type() == nullptr) return;
  describe_current(fault);
  abi::__cxa_end_catch();  // std::terminate began to handle it, and never came back
}

}  // namespace cofferdam
