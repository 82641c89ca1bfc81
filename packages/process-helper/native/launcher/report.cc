// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace cofferdam {

bool is_piece(std::string_view name) {
  return std::find(std::begin(kPieces), std::end(kPieces), name) != std::end(kPieces);
}

void Report::applied(const char *piece) {
  done_.push_back(piece);
  print(piece, " applied", "");
}

void Report::missing(const char *piece, const char *reason) { print(piece, " missing: ", reason); }

void Report::result(const char *piece, int error) {
  if (error == 0) {
    applied(piece);
  } else {
    missing(piece, std::strerror(error));
  }
}

void Report::line(const char *text) { print("", text, ""); }

bool Report::refuses() {
  bool any = false;
  for (const std::string_view piece : required_) {
    if (std::find(done_.begin(), done_.end(), piece) != done_.end()) continue;
    print(piece, " required", "");
    any = true;
  }
  return any;
}

void Report::print(std::string_view piece, const char *text, const char *reason) {
  if (fd_ < 0) return;
  char line[256];
  const int length = std::snprintf(line, sizeof line, "%.*s%s%s\n", static_cast<int>(piece.size()),
                                   piece.data(), text, reason);
  const size_t bytes = std::min(static_cast<size_t>(length), sizeof line - 1);
  line[bytes - 1] = '\n';                   // also where the reason was cut
  if (write(fd_, line, bytes) < 0) return;  // the reader has gone: parent-death sees to that
}

}  // namespace cofferdam
