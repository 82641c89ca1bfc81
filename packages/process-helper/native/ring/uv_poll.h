// SPDX-License-Identifier: Apache-2.0
// The little of libuv 1 that the watch needs: Node exports it, but node-api-headers has no uv.h.
// Handles stay opaque, of the size that the running libuv says, so that nothing here depends on how
// a version lays them out.
#pragma once
#include <cstddef>

extern "C" {

struct uv_loop_s;
struct uv_handle_s;

constexpr int kUvPoll = 8;        // UV_POLL of uv_handle_type
constexpr int kUvReadable = 1;    // of uv_poll_event
constexpr int kUvDisconnect = 4;  // the same

size_t uv_handle_size(int type);
void *uv_handle_get_data(const uv_handle_s *handle);
void uv_handle_set_data(uv_handle_s *handle, void *data);
void uv_close(uv_handle_s *handle, void (*closed)(uv_handle_s *));
void uv_ref(uv_handle_s *handle);
void uv_unref(uv_handle_s *handle);

int uv_poll_init(uv_loop_s *loop, uv_handle_s *poll, int fd);
int uv_poll_start(uv_handle_s *poll, int events,
                  void (*happened)(uv_handle_s *poll, int status, int events));
int uv_poll_stop(uv_handle_s *poll);
}
