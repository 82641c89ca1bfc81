// A guest that returns with the direction flag set, so that string instructions run backwards.

// naked: no compiled instruction may run between `std` and `ret`.
__attribute__((naked)) int dirty_direction_flag(void) {
  __asm__(
      "mov $42, %eax\n\t"
      "std\n\t"
      "ret");
}
