// SPDX-License-Identifier: Apache-2.0
// libstdc++ is linked dynamically: a guest's is the copy that we use, unless it brought its own.
#include "cpp_exception.h"

#include <cxxabi.h>
#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <typeinfo>

#include "libstdcxx_copy.h"
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

/** The text of the exception that `rethrow` throws, where its type is one that has any. */
template <typename Rethrow>
std::string reason_of(Rethrow rethrow) {
  try {
    rethrow();
  } catch (const std::exception &error) {
    return error.what();
  } catch (const char *text) {
    return text;
  } catch (const std::string &text) {
    return text;
  } catch (int number) {
    return std::to_string(number);
  } catch (...) {
  }
  return "";
}

/** What __cxa_get_globals returns: Itanium C++ ABI, Level II §2.2.2. */
struct Globals {
  void *caught;
  unsigned uncaught;
};

/** Whoever throws counts it as not caught yet, and we will catch it: it moves from the one count to
 *  the other. */
void take_over(const _Unwind_Exception &exception) {
  using GetGlobals = Globals *(*)();
  const auto *cleanup = reinterpret_cast<const void *>(exception.exception_cleanup);
  const auto theirs = reinterpret_cast<GetGlobals>(other_copys(cleanup, "__cxa_get_globals"));
  if (theirs == nullptr) return;
  theirs()->uncaught--;
  reinterpret_cast<Globals *>(abi::__cxa_get_globals())->uncaught++;
}

template <typename Rethrow>
void describe(const std::type_info *type, Rethrow rethrow, cd_fault &fault) {
  fault.language = CD_LANGUAGE_CPP;
  const std::string name = type != nullptr ? demangle(type->name()) : "unknown";
  std::snprintf(fault.type, sizeof fault.type, "%s", name.c_str());
  std::snprintf(fault.reason, sizeof fault.reason, "%s", reason_of(rethrow).c_str());
}

void describe_current(cd_fault &fault) {
  describe(
      abi::__cxa_current_exception_type(), [] { throw; }, fault);
}

/** The same for what the copy that `code` belongs to is handling; false: nothing, or it is ours. */
bool describe_current_elsewhere(const void *code, cd_fault &fault) {
  const auto find = [code](const char *name) { return other_copys(code, name); };
  const auto current_type =
      reinterpret_cast<std::type_info *(*)()>(find("__cxa_current_exception_type"));
  const auto current = reinterpret_cast<std::exception_ptr (*)()>(find("_ZSt17current_exceptionv"));
  const auto end_catch = reinterpret_cast<void (*)()>(find("__cxa_end_catch"));
  if (current_type == nullptr || current == nullptr || end_catch == nullptr) return false;
  const std::type_info *type = current_type();
  if (type == nullptr) return false;
  // It is freed by its own copy: end_catch comes last.
  describe(
      type, [exception = current()] { std::rethrow_exception(exception); }, fault);
  end_catch();
  return true;
}

/** Is a throw on the trace? Then the current exception is the one that it threw. */
bool was_thrown(const cd_fault &fault) {
  return std::any_of(fault.frames, fault.frames + fault.frame_count, [](uint64_t pc) {
    Dl_info info = {};
    if (dladdr(reinterpret_cast<void *>(pc), &info) == 0 || info.dli_sname == nullptr) return false;
    const std::string_view name = info.dli_sname;
    return name == "__cxa_throw" || name == "__cxa_rethrow";
  });
}

}  // namespace

bool is_cpp_exception(const _Unwind_Exception &exception) {
  const uint64_t base = exception.exception_class & ~uint64_t{0xff};
  return base == kGnu || base == kClang;
}

void describe_cpp_exception(_Unwind_Exception *exception, cd_fault &fault) {
  take_over(*exception);
  abi::__cxa_begin_catch(exception);
  describe_current(fault);
  abi::__cxa_end_catch();
}

void describe_terminating_exception(cd_fault &fault, bool nested) {
  if (nested && !was_thrown(fault)) return;
  for (uint32_t frame = 0; frame < fault.frame_count; frame++) {
    const auto *code = reinterpret_cast<const void *>(fault.frames[frame]);
    if (is_our_libstdcxx(code)) {  // std::terminate; a plain abort() is about no exception
      if (abi::__cxa_current_exception_type() == nullptr) return;
      describe_current(fault);
      abi::__cxa_end_catch();  // std::terminate began to handle it, and never came back
      return;
    }
    // Only there: the loader allocates, and the host's heap may be what the abort was about.
    if (is_private(code) && describe_current_elsewhere(code, fault)) return;
  }
}

}  // namespace cofferdam
