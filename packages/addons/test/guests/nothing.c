/* SPDX-License-Identifier: Apache-2.0
 * A library that exports no init: not an addon. */
int nothing(void) { return 0; }
