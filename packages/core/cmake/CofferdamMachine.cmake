# SPDX-License-Identifier: Apache-2.0
# Files that exist once per machine are picked by these names: entry_${COFFERDAM_ABI}.S.
include_guard(GLOBAL)
set(COFFERDAM_ISA "${CMAKE_SYSTEM_PROCESSOR}")
set(COFFERDAM_ABI_OF_x86_64 x86_64_sysv)
set(COFFERDAM_ABI_OF_aarch64 aarch64_aapcs)
set(COFFERDAM_ABI "${COFFERDAM_ABI_OF_${COFFERDAM_ISA}}")
