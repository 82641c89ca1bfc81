/* SPDX-License-Identifier: Apache-2.0
 * What the parts of the addon crimes.c share. */
#pragma once
#define NAPI_VERSION 9
#include <node_api.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define OK(call) \
  if ((call) != napi_ok) return NULL

static int *volatile null_pointer;

static napi_value number(napi_env env, double value) {
  napi_value result = NULL;
  napi_create_double(env, value, &result);
  return result;
}
