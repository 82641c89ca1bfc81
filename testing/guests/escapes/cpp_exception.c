// A guest that lets a C++ exception out: `throw 42`, spelled as compilers do (Itanium C++ ABI,
// Level II §2.4).
#include <stddef.h>

extern void *__cxa_allocate_exception(size_t bytes);
extern void __cxa_throw(void *exception, void *type, void (*destructor)(void *))
    __attribute__((noreturn));
extern char _ZTIi;  // typeid(int)

int cpp_exception(void) {
  int *exception = __cxa_allocate_exception(sizeof *exception);
  *exception = 42;
  __cxa_throw(exception, &_ZTIi, NULL);
}
