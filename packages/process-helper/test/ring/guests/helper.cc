// A helper that does what the function index says, honest or not.
//
//   helper [STEP]     STEP: where it kills itself by SIGKILL before any request: "start" or "map"
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <thread>

#include "doorbell.h"
#include "hang_up.h"
#include "helper_ring.h"

using namespace cofferdam;

namespace {

constexpr int kMemory = 3;
constexpr int kDoorbell = 4;
constexpr uint64_t kHostFunction = 77;

enum Deed : uint32_t {  // deeds.mjs has the same
  kAdd,
  kCallBack,
  kDie,
  kAnswerAndDie,
  kStop,
  kExit,
  kSleep,
  kLoop,
  kCloseAll,
  kWrongId,
  kWrongKind,
  kAnswerTwice,
  kCallBackTwice,
  kScribble,
  kFlood,
  kFloodOnce,
  kTruncate,
  kPayload,
  kWrite,
  kWriteForEver,
  kWriteAndAbort,
  kCloseOutput,
  kPause,
  kFloodOutput,
};

Region region;

void ask(HelperRing &ring, const Record &request) {
  Record callback = request;
  callback.kind = kCallback;
  callback.function = kHostFunction;
  ring.respond(callback);
}

void serve(HelperRing &ring, const Record &request);

/** Calls back, answers what is called within that, and returns what was replied. */
uint64_t call_back(HelperRing &ring, const Record &request) {
  ask(ring, request);
  for (;;) {
    Record message;
    ring.next_message(message);
    if (message.kind == kReply) return message.slots[0];
    serve(ring, message);
  }
}

[[noreturn]] void scribble() {
  std::minstd_rand random(static_cast<unsigned>(getpid()));
  auto *words = reinterpret_cast<volatile uint32_t *>(&region.control());
  for (;;) {
    const auto at = random() % (kPayloadOffset / sizeof(uint32_t));
    // mostly small numbers: they come nearer to what is right
    words[at] = random() % 4 == 0 ? static_cast<uint32_t>(random()) : random() % 8;
    auto &head = reinterpret_cast<volatile uint32_t &>(region.control().response_head);
    if (random() % 16 == 0) head = head + 1;
  }
}

[[noreturn]] void flood() {
  const char ring = 1;
  for (;;) {
    if (send(kDoorbell, &ring, 1, MSG_NOSIGNAL) < 0) pause();
  }
}

uint32_t fill_doorbell() {
  const char ring = 1;
  uint32_t count = 0;
  while (send(kDoorbell, &ring, 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1) count++;
  return count;
}

/** Numbered lines, so many bytes of them or more. */
void write_lines(uint64_t bytes) {
  uint64_t written = 0;
  for (int number = 1; written < bytes; number++) {
    const std::string line = "line " + std::to_string(number) + "\n";
    const ssize_t count = write(1 + number % 2, line.data(), line.size());
    if (count > 0) written += static_cast<uint64_t>(count);
  }
}

[[noreturn]] void flood_output() {
  fcntl(1, F_SETPIPE_SZ, 1024 * 1024);
  const auto flood = [] {
    const std::string block(64 * 1024, 'x');
    while (write(1, block.data(), block.size()) > 0) {
    }
  };
  for (int n = 0; n < 4; n++) std::thread(flood).detach();
  for (;;) pause();
}

[[noreturn]] void write_and_abort() {
  write_lines(50'000);
  const char words[] = "last words";
  if (write(2, words, sizeof words - 1) < 0) _exit(1);
  abort();
}

/** Descriptors from 3 up: the test looks at what is written to the others. */
void close_all() {
  for (int fd = 3; fd < 64; fd++) close(fd);
}

void before_answer(HelperRing &ring, const Record &request, Record &response) {
  switch (request.function) {
    case kCallBack:
      response.slots[0] = call_back(ring, request) + 1;
      return;
    case kDie:
      raise(SIGKILL);
      return;
    case kStop:
      raise(SIGSTOP);
      return;
    case kExit:
      _exit(7);
    case kSleep:
      for (;;) pause();
    case kLoop:
      for (;;) pause_cpu();
    case kCloseAll:
      close_all();
      return;
    case kWrongId:
      response.id++;
      return;
    case kWrongKind:
      response.kind = 99;
      return;
    case kCallBackTwice:
      ask(ring, request);
      response.kind = kCallback;
      return;
    case kScribble:
      std::thread(scribble).detach();
      return;
    case kFlood:
      flood();
    case kFloodOnce:
      reinterpret_cast<Word *>(region.payload())->store(fill_doorbell());
      return;
    case kTruncate:
      response.slots[0] = ftruncate(kMemory, 0) == 0 ? 0 : static_cast<uint64_t>(errno);
      return;
    case kWrite:
      write_lines(request.slots[0]);
      return;
    case kWriteForEver:
      write_lines(UINT64_MAX);
      return;
    case kWriteAndAbort:
      write_and_abort();
    case kCloseOutput:
      for (const int fd : {1, 2}) close(fd);
      return;
    case kFloodOutput:
      flood_output();
    case kPause:
      usleep(static_cast<useconds_t>(request.slots[0]));
      return;
    case kPayload:
      for (uint64_t n = 0; n < request.slots[1]; n++) region.payload()[request.slots[0] + n]++;
      return;
    default:
      response.slots[0] = request.slots[0] + request.slots[1];
  }
}

void serve(HelperRing &ring, const Record &request) {
  Record response = request;
  response.kind = kReturned;
  before_answer(ring, request, response);
  if (!ring.respond(response)) _exit(1);
  if (request.function == kAnswerTwice) ring.respond(response);
  if (request.function == kAnswerAndDie) raise(SIGKILL);
}

}  // namespace

int main(int, char **arguments) {
  const std::string step = arguments[1] == nullptr ? "" : arguments[1];
  if (step == "start") raise(SIGKILL);
  if (region.open(kMemory) != 0 || end_when_hung_up(kDoorbell) != 0) return 2;
  if (step == "map") raise(SIGKILL);
  HelperRing ring(region, kDoorbell);
  for (;;) {
    Record request;
    ring.next_request(request);
    serve(ring, request);
  }
}
