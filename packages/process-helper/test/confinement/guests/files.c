// SPDX-License-Identifier: Apache-2.0
// A guest that goes for files and sockets.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "hostile.h"

static int opens(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC, 0600);
  if (fd < 0) return errno;
  close(fd);
  return 0;
}

static int read_file(const char *path) { return opens(path, O_RDONLY); }

static int write_file(const char *path) { return opens(path, O_WRONLY | O_CREAT); }

static int empty_file(const char *path) { return truncate(path, 0) == 0 ? 0 : errno; }

static int connect_to(int family, const struct sockaddr *address, socklen_t length) {
  int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  int error = connect(fd, address, length) == 0 ? 0 : errno;
  close(fd);
  return error;
}

static int tcp(const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)atoi(port)),
                                .sin_addr = {htonl(INADDR_LOOPBACK)}};
  return connect_to(AF_INET, (struct sockaddr *)&address, sizeof address);
}

static int unix_socket(const char *name, size_t at) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path + at, name, sizeof address.sun_path - at - 1);
  size_t length = offsetof(struct sockaddr_un, sun_path) + at + strlen(name);
  return connect_to(AF_UNIX, (struct sockaddr *)&address, (socklen_t)length);
}

static int pathname_socket(const char *path) { return unix_socket(path, 0); }

static int abstract_socket(const char *name) { return unix_socket(name, 1); }

/** Changes nothing: no file system is mounted there. EINVAL says that it would have been let. */
static int remount(const char *path) {
  return mount(NULL, path, NULL, MS_REMOUNT | MS_BIND, NULL) == 0 ? 0 : errno;
}

const crime file_crimes[] = {{"read", 0, read_file},
                             {"shadow", 0, read_file},
                             {"environ", 0, read_file},
                             {"write", 0, write_file},
                             {"truncate", 0, empty_file},
                             {"tcp", 0, tcp},
                             {"pathname-socket", 0, pathname_socket},
                             {"abstract-socket", 0, abstract_socket},
                             {"mount", 0, remount},
                             {0}};
