// SPDX-License-Identifier: Apache-2.0
// Confines itself as ordered, then becomes the program: landlock_restrict_self and a user namespace
// are for a process without threads, which Node never is.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "confine.h"
#include "orders.h"
#include "probe.h"
#include "report.h"

namespace cofferdam {
namespace {

constexpr int kBadOrders = 124;
constexpr int kRequired = 125;
constexpr int kCannotExecute = 126;
constexpr int kNotFound = 127;

int become(Orders &orders, Report &report) {
  orders.environment.push_back(nullptr);
  execve(orders.program[0], orders.program, orders.environment.data());
  const int error = errno;
  char line[128];
  std::snprintf(line, sizeof line, "program missing: %s", std::strerror(error));
  report.line(line);
  std::fprintf(stderr, "cofferdam-launcher: cannot execute %s: %s\n", orders.program[0],
               std::strerror(error));
  return error == ENOENT ? kNotFound : kCannotExecute;
}

int launch(Orders &orders) {
  Report report(orders.report_fd, orders.required);
  if (!confine(orders, report)) return 0;  // nobody is left to tell
  if (report.refuses()) return kRequired;
  return become(orders, report);
}

}  // namespace
}  // namespace cofferdam

int main(int, char **argv) {
  cofferdam::Orders orders;
  if (!cofferdam::parse_orders(argv, orders)) return cofferdam::kBadOrders;
  return orders.probe ? cofferdam::probe(orders) : cofferdam::launch(orders);
}
