// SPDX-License-Identifier: Apache-2.0
#include "growth.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "../harness/claim.h"

namespace cofferdam::testing {
namespace {

constexpr long kNoiseKilobytes = 4096;
constexpr long kNoiseMappings = 12;  // arenas and cached stacks of threads come and go

}  // namespace

Usage usage() {
  Usage now = {0, 0, 0};
  long total = 0;
  std::ifstream("/proc/self/statm") >> total >> now.resident_kilobytes;
  now.resident_kilobytes *= sysconf(_SC_PAGESIZE) / 1024;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) now.mappings++;
  for ([[maybe_unused]] const auto &file : std::filesystem::directory_iterator("/proc/self/fd")) {
    now.files++;
  }
  return now;
}

void expect_no_growth(const Usage &before, const Usage &after) {
  expect(after.resident_kilobytes < before.resident_kilobytes + kNoiseKilobytes, "memory is flat");
  expect_no_mappings(before, after);
  expect_equal(after.files, before.files, "open files");
}

void expect_no_mappings(const Usage &before, const Usage &after) {
  expect(after.mappings <= before.mappings + kNoiseMappings, "the number of mappings is flat");
}

}  // namespace cofferdam::testing
