// A guest that counts its calls, calls back, and crashes when it is told to.
#include <stddef.h>

static int calls;

int count(void) { return ++calls; }

int crash(int doit) {
  static int *volatile nowhere = NULL;
  if (doit) *nowhere = 1;
  return 7;
}

typedef int Answer(int);

int ask(Answer *answer, int question) { return answer(question); }

static Answer *kept;

void keep(Answer *answer) { kept = answer; }
int ask_kept(int question) { return kept == NULL ? -1 : kept(question); }
