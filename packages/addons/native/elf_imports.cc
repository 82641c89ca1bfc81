// SPDX-License-Identifier: Apache-2.0
// Formats: elf(5); relocation types: the AMD64 psABI, section 4.4.1.
#include "elf_imports.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace cofferdam {
namespace {

constexpr uintptr_t kPage = 4096;

/** A file, mapped; owned. */
class File {
 public:
  explicit File(const char *path) {
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    struct stat status;
    if (fstat(descriptor, &status) == 0 && status.st_size > 0) {
      size_ = static_cast<size_t>(status.st_size);
      bytes_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
    }
    close(descriptor);
  }
  ~File() {
    if (ok()) munmap(bytes_, size_);
  }
  File(const File &) = delete;
  File &operator=(const File &) = delete;

  bool ok() const { return bytes_ != MAP_FAILED; }

  /** `count` of T at `offset`, or nullptr where the file is too short. */
  template <typename T>
  const T *at(uint64_t offset, uint64_t count = 1) const {
    if (offset > size_ || count > (size_ - offset) / sizeof(T)) return nullptr;
    if (offset % alignof(T) != 0) return nullptr;
    return reinterpret_cast<const T *>(static_cast<const char *>(bytes_) + offset);
  }

 private:
  void *bytes_ = MAP_FAILED;
  size_t size_ = 0;
};

struct Table {
  uint64_t address = 0, bytes = 0;
};

struct Tables {
  Table plt, relocations, symbols, names;
};

class Reader {
 public:
  explicit Reader(const File &file) : file_(file) {}

  bool read(ElfImports &out) {
    const auto *header = file_.at<Elf64_Ehdr>(0);
    if (header == nullptr || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return false;
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_machine != EM_X86_64) return false;
    if (header->e_phentsize != sizeof(Elf64_Phdr)) return false;
    segments_ = file_.at<Elf64_Phdr>(header->e_phoff, header->e_phnum);
    segment_count_ = header->e_phnum;
    if (segments_ == nullptr || !read_tables()) return false;
    read_relro(out);
    for (const uint64_t name : libraries_) out.libraries.emplace_back(name_at(name));
    return read_relocations(tables_.plt, out) && read_relocations(tables_.relocations, out);
  }

 private:
  const Elf64_Phdr *segment(uint32_t type) const {
    for (size_t index = 0; index < segment_count_; index++) {
      if (segments_[index].p_type == type) return &segments_[index];
    }
    return nullptr;
  }

  /** What will be loaded at `address`, as it is in the file. */
  template <typename T>
  const T *loaded_at(uint64_t address, uint64_t count = 1) const {
    for (size_t index = 0; index < segment_count_; index++) {
      const Elf64_Phdr &part = segments_[index];
      if (part.p_type != PT_LOAD || address < part.p_vaddr) continue;
      const uint64_t offset = address - part.p_vaddr;
      if (offset >= part.p_filesz || count > (part.p_filesz - offset) / sizeof(T)) continue;
      return file_.at<T>(part.p_offset + offset, count);
    }
    return nullptr;
  }

  bool read_tables() {
    const Elf64_Phdr *dynamic = segment(PT_DYNAMIC);
    if (dynamic == nullptr) return false;
    const uint64_t count = dynamic->p_filesz / sizeof(Elf64_Dyn);
    const auto *entries = file_.at<Elf64_Dyn>(dynamic->p_offset, count);
    if (entries == nullptr) return false;
    for (uint64_t index = 0; index < count && entries[index].d_tag != DT_NULL; index++) {
      note(entries[index]);
    }
    return tables_.symbols.address != 0 && tables_.names.bytes != 0;
  }

  void note(const Elf64_Dyn &entry) {
    const uint64_t value = entry.d_un.d_val;
    switch (entry.d_tag) {
      case DT_JMPREL:
        tables_.plt.address = value;
        break;
      case DT_PLTRELSZ:
        tables_.plt.bytes = value;
        break;
      case DT_RELA:
        tables_.relocations.address = value;
        break;
      case DT_RELASZ:
        tables_.relocations.bytes = value;
        break;
      case DT_SYMTAB:
        tables_.symbols.address = value;
        break;
      case DT_STRTAB:
        tables_.names.address = value;
        break;
      case DT_STRSZ:
        tables_.names.bytes = value;
        break;
      case DT_NEEDED:
        libraries_.push_back(value);
        break;
    }
  }

  void read_relro(ElfImports &out) const {
    const Elf64_Phdr *relro = segment(PT_GNU_RELRO);
    if (relro == nullptr) return;
    // as glibc rounds it (_dl_protect_relro)
    out.relro_low = relro->p_vaddr & ~(kPage - 1);
    out.relro_high = (relro->p_vaddr + relro->p_memsz) & ~(kPage - 1);
  }

  bool read_relocations(const Table &table, ElfImports &out) const {
    const uint64_t count = table.bytes / sizeof(Elf64_Rela);
    if (count == 0) return true;
    const auto *relocations = loaded_at<Elf64_Rela>(table.address, count);
    if (relocations == nullptr) return false;
    for (uint64_t index = 0; index < count; index++) {
      if (!is_pointer(relocations[index])) continue;
      const std::string_view name = imported_name(ELF64_R_SYM(relocations[index].r_info));
      if (name.empty()) continue;
      out.imports.push_back({std::string(name), relocations[index].r_offset});
    }
    return true;
  }

  static bool is_pointer(const Elf64_Rela &relocation) {
    const uint64_t type = ELF64_R_TYPE(relocation.r_info);
    if (type == R_X86_64_JUMP_SLOT || type == R_X86_64_GLOB_DAT) return true;
    return type == R_X86_64_64 && relocation.r_addend == 0;
  }

  /** The symbol's name; empty where the file defines it itself. */
  std::string_view imported_name(uint64_t index) const {
    const uint64_t at = tables_.symbols.address + index * sizeof(Elf64_Sym);
    const auto *symbol = loaded_at<Elf64_Sym>(at);
    if (symbol == nullptr || symbol->st_shndx != SHN_UNDEF) return {};
    return name_at(symbol->st_name);
  }

  std::string_view name_at(uint64_t offset) const {
    if (offset >= tables_.names.bytes) return {};
    const uint64_t room = tables_.names.bytes - offset;
    const char *name = loaded_at<char>(tables_.names.address + offset, room);
    return name == nullptr ? std::string_view() : std::string_view(name, strnlen(name, room));
  }

  const File &file_;
  const Elf64_Phdr *segments_ = nullptr;
  size_t segment_count_ = 0;
  Tables tables_;
  std::vector<uint64_t> libraries_;  // their names: offsets in the table of names
};

}  // namespace

std::string read_elf_imports(const char *path, ElfImports &out) {
  errno = 0;
  const File file(path);
  if (!file.ok()) return errno != 0 ? std::strerror(errno) : "the file is empty";
  if (!Reader(file).read(out)) return "it is not a library for x86-64";
  return {};
}

}  // namespace cofferdam
