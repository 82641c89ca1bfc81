// A call whose deadline is past, of a helper that has filled its output: prints what became of it,
// and how much of the output was read.
#include <fcntl.h>
#include <sys/ioctl.h>

#include <cstdio>
#include <string>

#include "doorbell.h"
#include "host_ring.h"

using namespace cofferdam;

namespace {

int unread(const PipeTail &output) {
  int bytes = -1;
  ioctl(output.fd(), FIONREAD, &bytes);
  return bytes;
}

}  // namespace

int main() {
  OwnedFd memory, host_end, helper_end, writer;
  Region region;
  PipeTail output;
  if (region.create(0, memory) != 0 || create_doorbell(host_end, helper_end) != 0) return 1;
  if (output.open(writer) != 0) return 1;
  const int size = fcntl(writer.get(), F_SETPIPE_SZ, 1024 * 1024);
  const std::string text(static_cast<size_t>(size), 'x');
  if (write(writer.get(), text.data(), text.size()) != size) return 1;
  HostRing ring(region, host_end.get());
  ring.attach(-1, output);
  Record request = {}, response;
  const Outcome outcome = ring.call(request, response, Deadline::now());
  printf("{\"outcome\":%d,\"read\":%d}\n", static_cast<int>(outcome), size - unread(output));
}
