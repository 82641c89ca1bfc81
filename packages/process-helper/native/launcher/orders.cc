// SPDX-License-Identifier: Apache-2.0
#include "orders.h"

#include <fcntl.h>

#include <charconv>
#include <cstdio>
#include <cstring>

#include "report.h"

namespace cofferdam {
namespace {

/** Digits only: no sign, no space, no unit. */
template <typename Number>
bool parse_number(std::string_view text, Number &number) {
  const char *end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end && text[0] != '-';
}

bool parse_limit(const char *value, std::optional<uint64_t> &limit) {
  return parse_number(value, limit.emplace());
}

bool parse_descriptor(const char *value, int &fd) {
  return parse_number(value, fd) && fcntl(fd, F_GETFD) >= 0;
}

bool parse_path(char *value, std::vector<const char *> &paths) {
  if (value[0] != '/') return false;  // the working directory is the host's
  paths.push_back(value);
  return true;
}

/** Calls `each` with every part of "a,b,c". */
template <typename Each>
bool parse_list(std::string_view text, Each each) {
  while (true) {
    const size_t comma = text.find(',');
    if (!each(text.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

bool parse_namespaces(const char *value, Orders &orders) {
  return parse_list(value, [&](std::string_view name) {
    if (name == "user") return orders.user_namespace = true;
    if (name == "net") return orders.net_namespace = true;
    if (name == "ipc") return orders.ipc_namespace = true;
    return false;
  });
}

bool parse_required(const char *value, Orders &orders) {
  return parse_list(value, [&](std::string_view name) {
    orders.required.push_back(name);
    return is_piece(name);
  });
}

bool parse_variable(char *value, Orders &orders) {
  const char *equals = std::strchr(value, '=');
  orders.environment.push_back(value);
  return equals != nullptr && equals != value;
}

struct Option {
  std::string_view name;
  /** Null for an option that takes no value. */
  const char *expected;
  bool (*obey)(Orders &orders, char *value);
};

constexpr const char *kNumber = "a whole number";
constexpr const char *kDescriptor = "an open descriptor";
constexpr const char *kPath = "an absolute path";

constexpr Option kOptions[] = {
    {"--report-fd", kDescriptor,
     [](Orders &o, char *v) { return parse_descriptor(v, o.report_fd); }},
    {"--keep-fd", kDescriptor,
     [](Orders &o, char *v) { return parse_descriptor(v, o.kept_fds.emplace_back()); }},
    {"--parent", "a process id",
     [](Orders &o, char *v) { return parse_number(v, o.parent) && o.parent > 0; }},
    {"--memory", kNumber, [](Orders &o, char *v) { return parse_limit(v, o.memory); }},
    {"--address-space", kNumber,
     [](Orders &o, char *v) { return parse_limit(v, o.address_space); }},
    {"--cpu", kNumber, [](Orders &o, char *v) { return parse_limit(v, o.cpu); }},
    {"--files", kNumber, [](Orders &o, char *v) { return parse_limit(v, o.files); }},
    {"--processes", kNumber, [](Orders &o, char *v) { return parse_limit(v, o.processes); }},
    {"--read", kPath, [](Orders &o, char *v) { return parse_path(v, o.read); }},
    {"--execute", kPath, [](Orders &o, char *v) { return parse_path(v, o.execute); }},
    {"--write", kPath, [](Orders &o, char *v) { return parse_path(v, o.write); }},
    {"--namespaces", "some of user,net,ipc",
     [](Orders &o, char *v) { return parse_namespaces(v, o); }},
    {"--network", nullptr, [](Orders &o, char *) { return o.network = true; }},
    {"--env", "NAME=VALUE", [](Orders &o, char *v) { return parse_variable(v, o); }},
    {"--require", "names of pieces", [](Orders &o, char *v) { return parse_required(v, o); }},
    {"--probe", nullptr, [](Orders &o, char *) { return o.probe = true; }},
};

const Option *find_option(std::string_view name) {
  for (const Option &option : kOptions) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

bool refuse(const char *expected, const char *name, const char *got) {
  std::fprintf(stderr, "cofferdam-launcher: expected %s for %s, got %s\n", expected, name, got);
  return false;
}

bool check_orders(const Orders &orders) {
  if (orders.network && orders.net_namespace) {
    return refuse("no network namespace", "--network", "--namespaces net");
  }
  if (orders.probe) return true;
  if (orders.program == nullptr || orders.program[0] == nullptr) {
    return refuse("a program", "--", "nothing");
  }
  if (orders.program[0][0] != '/') return refuse(kPath, "the program", orders.program[0]);
  return true;
}

}  // namespace

bool parse_orders(char **argv, Orders &orders) {
  for (char **at = argv + 1; *at != nullptr; ++at) {
    if (std::strcmp(*at, "--") == 0) {
      orders.program = at + 1;
      break;
    }
    const Option *option = find_option(*at);
    if (option == nullptr) return refuse("an option", "the orders", *at);
    char *value = nullptr;
    if (option->expected != nullptr) {
      value = *++at;
      if (value == nullptr) return refuse(option->expected, at[-1], "nothing");
    }
    if (!option->obey(orders, value)) return refuse(option->expected, at[-1], value);
  }
  return check_orders(orders);
}

}  // namespace cofferdam
