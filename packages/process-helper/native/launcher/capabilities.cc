// SPDX-License-Identifier: Apache-2.0
#include "capabilities.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace cofferdam {
namespace {

/** Else a program that root starts has the capabilities of the bounding set. EPERM to one who may
 * not, and who has none to begin with. */
void empty_bounding_set() {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability) {
    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  }
  prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED, 0, 0, 0);
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

}  // namespace

void drop_capabilities(Report &report) {
  empty_bounding_set();
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3]{};
  report.result("capabilities", syscall(SYS_capset, &header, none) == 0 ? 0 : errno);
}

}  // namespace cofferdam
