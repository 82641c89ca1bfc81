// A kernel without some system calls: `without 444,445 program [argument ...]`. They fail with ENOSYS, in all that follows.
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define MAX_CALLS 16

static struct sock_filter filter[2 * MAX_CALLS + 2];

static unsigned short make_filter(char *calls) {
  unsigned short n = 0;
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (char *call = strtok(calls, ","); call != NULL && n < 2 * MAX_CALLS; call = strtok(NULL, ",")) {
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)atoi(call), 0, 1);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
  }
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  return n;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  struct sock_fprog program = {.len = make_filter(argv[1]), .filter = filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 1;
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) return 1;
  execv(argv[2], argv + 2);
  perror(argv[2]);
  return 1;
}
