// SPDX-License-Identifier: Apache-2.0
#include "confine.h"

#include <sys/prctl.h>

#include <cerrno>

#include "capabilities.h"
#include "io_uring.h"
#include "landlock.h"
#include "limits.h"
#include "namespaces.h"
#include "process.h"

namespace cofferdam {

bool confine(const Orders &orders, Report &report) {
  reset_signals();
  leave_session(report);
  if (!die_with_parent(orders.parent, report)) return false;
  close_descriptors(orders, report);
  const bool own_user = enter_namespaces(orders, report);
  apply_limits(orders, own_user, report);
  const bool kept = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  report.result("no-new-privileges", kept ? 0 : errno);
  do_without_io_uring();
  apply_landlock(orders, report);
  drop_capabilities(report);
  report.applied("environment");  // execve is given no other
  return true;
}

}  // namespace cofferdam
