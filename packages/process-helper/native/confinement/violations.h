// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cofferdam {

/**
 * From now on a SIGSYS of the seal writes "violation <call>\n" to `fd` and then ends the process by
 * that signal. A hostile library can take the handler away, and only hides the name: the call does
 * not happen, and the signal still ends the process.
 *
 * @param fd borrowed, for ever. A line is one write, so that a pipe keeps it whole.
 * @returns 0, or an errno
 */
int report_violations(int fd);

}  // namespace cofferdam
