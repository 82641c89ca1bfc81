// SPDX-License-Identifier: Apache-2.0
// Layout: struct malloc_state of glibc 2.26 to 2.41 (malloc/malloc.c), verified before it is
// trusted.
#include "malloc_lock.h"

#include <dlfcn.h>
#include <link.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <ctime>
#include <mutex>
#include <string>
#include <vector>

#include "code_object.h"
#include "other_threads.h"

namespace cofferdam {
namespace {

struct Arena {
  int mutex;  // 0 free, 1 taken, 2 taken with waiters (lowlevellock.h)
  int flags;
  int have_fastchunks;
  void *fastbins[10];
  void *top;
  void *last_remainder;
  void *bins[254];
  unsigned binmap[4];
  Arena *next;  // a ring of all arenas
  Arena *next_free;
  size_t attached_threads;
  size_t system_mem;
  size_t max_system_mem;
};

constexpr int kMaxArenas = 4096;  // glibc's default limit is 8 per core

struct Range {
  uintptr_t low;
  uintptr_t high;
};

constexpr const char *kAllocator[] = {
    "malloc",        "free",      "calloc",  "realloc",     "memalign",           "posix_memalign",
    "aligned_alloc", "valloc",    "pvalloc", "malloc_trim", "malloc_usable_size", "reallocarray",
    "mallinfo",      "mallinfo2",
};

constexpr int kMaxRanges = 96;  // several objects may define an allocator; one of them is used

Range ranges[kMaxRanges];
int range_count = 0;
Arena *main_arena = nullptr;

/** Adds the code of `name` as the object `handle` (or what it needs) defines it. */
void add_range(void *handle, const char *name) {
  Dl_info info = {};
  void *entry = nullptr;
  void *address = dlsym(handle, name);
  if (address == nullptr || dladdr1(address, &info, &entry, RTLD_DL_SYMENT) == 0) return;
  const auto *symbol = static_cast<const ElfW(Sym) *>(entry);
  // No size: not the function but the executable's PLT entry for it.
  if (symbol == nullptr || symbol->st_size == 0 || range_count == kMaxRanges) return;
  const auto low = reinterpret_cast<uintptr_t>(info.dli_saddr);
  for (int index = 0; index < range_count; index++) {
    if (ranges[index].low == low) return;
  }
  ranges[range_count++] = {low, low + symbol->st_size};
}

int note_name(dl_phdr_info *object, size_t, void *names) {
  static_cast<std::vector<std::string> *>(names)->emplace_back(object->dlpi_name);
  return 0;
}

/** Of what is loaded now; another thread may unload it meanwhile. */
std::vector<std::string> loaded_objects() {
  std::vector<std::string> names;
  dl_iterate_phdr(note_name, &names);
  return names;
}

void add_ranges_of(const std::string &object) {
  void *handle = dlopen(object.c_str(), RTLD_LAZY | RTLD_NOLOAD);
  if (handle == nullptr) return;
  for (const char *name : kAllocator) add_range(handle, name);
  dlclose(handle);
}

bool is_in_libc(const void *address) {
  Dl_info info = {};
  return dladdr(address, &info) != 0 && info.dli_fname != nullptr &&
         std::strstr(info.dli_fname, "libc.so.6") != nullptr;
}

/** A ring of arenas, one of them, the main one, in the C library. */
bool is_ring(const Arena *arena) {
  bool has_main = is_in_libc(arena);
  const Arena *at = arena;
  for (int steps = 0; steps < kMaxArenas; steps++) {
    at = at->next;
    if (at == nullptr) return false;
    if (at == arena) return has_main;
    has_main |= is_in_libc(at);
  }
  return false;
}

bool looks_right(const Arena *arena) {
  return is_in_libc(arena) && is_ring(arena) && arena->system_mem <= arena->max_system_mem &&
         (arena->mutex & ~3) == 0;
}

/** A thread other than the first has an arena of its own, at the start of a heap whose first word
 * points to it; the main one is in the same ring. */
Arena *main_arena_from(Arena *arena) {
  constexpr uintptr_t kHeapBytes = 64 << 20;  // HEAP_MAX_SIZE of malloc/arena.c
  dl_find_object object;
  // In no heap, but a C library's, which need not be one that we know.
  if (find_object(reinterpret_cast<uintptr_t>(arena), object)) return arena;
  const auto heap = reinterpret_cast<uintptr_t>(arena) & ~(kHeapBytes - 1);
  if (*reinterpret_cast<Arena *const *>(heap) != arena || !is_ring(arena)) return nullptr;
  while (!is_in_libc(arena)) arena = arena->next;
  return arena;
}

/** A chunk that is freed between two used ones, too large for the thread cache, goes to the
 * unsorted list; its back pointer is that list's head, which lies in the arena at `top`. */
Arena *find_main_arena() {
  constexpr int kChunks = 16;
  constexpr size_t kBytes = 0x2000, kStride = kBytes + 0x10;
  char *chunks[kChunks];
  uintptr_t head = 0;
  for (char *&chunk : chunks) chunk = static_cast<char *>(std::malloc(kBytes));
  for (int i = 1; i < kChunks - 1 && head == 0; i++) {
    if (chunks[i] - chunks[i - 1] != kStride || chunks[i + 1] - chunks[i] != kStride) continue;
    const uintptr_t links = reinterpret_cast<uintptr_t>(chunks[i]);
    std::free(chunks[i]);
    chunks[i] = nullptr;
    head = reinterpret_cast<volatile uintptr_t *>(links)[1];
  }
  for (char *chunk : chunks) std::free(chunk);
  if (head == 0) return nullptr;
  Arena *arena = main_arena_from(reinterpret_cast<Arena *>(head - offsetof(Arena, top)));
  return arena != nullptr && looks_right(arena) ? arena : nullptr;
}

void pause() {
  const timespec duration = {0, 50'000};
  nanosleep(&duration, nullptr);
}

/** Its owner was abandoned: it stays taken while nobody who could let go of it runs; or, next to
 * threads that never sleep, for longer than any owner would take. */
bool is_orphaned(const Arena *arena) {
  constexpr int kQuietLooks = 3;
  constexpr int kLooks = 2000;  // at 50 µs and more: malloc_trim was seen to hold it for 25 ms
  int quiet = 0;
  for (int look = 0; look < kLooks && quiet < kQuietLooks; look++) {
    if (__atomic_load_n(&arena->mutex, __ATOMIC_ACQUIRE) == 0) return false;
    if (other_threads_sleep()) quiet++;
    pause();
  }
  return true;
}

void release(Arena *arena) {
  const int taken = __atomic_exchange_n(&arena->mutex, 0, __ATOMIC_RELEASE);
  if (taken > 1) syscall(SYS_futex, &arena->mutex, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

}  // namespace

void learn_malloc() {
  // Not from inside dl_iterate_phdr: the lock it holds is the second that a dlopen takes.
  for (const std::string &object : loaded_objects()) add_ranges_of(object);
  main_arena = find_main_arena();
}

bool can_release_malloc() { return main_arena != nullptr; }

bool is_inside_malloc(const cd_fault &fault) {
  for (uint32_t frame = 0; frame < fault.frame_count; frame++) {
    for (int index = 0; index < range_count; index++) {
      if (fault.frames[frame] >= ranges[index].low && fault.frames[frame] < ranges[index].high) {
        return true;
      }
    }
  }
  return false;
}

int release_malloc() {
  // One thread at a time: two would take each other's arena, just released and taken again, for
  // orphaned.
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  int released = 0;
  Arena *arena = main_arena;
  do {
    if (is_orphaned(arena)) {
      release(arena);
      released++;
    }
    arena = arena->next;
  } while (arena != main_arena);
  return released;
}

}  // namespace cofferdam
