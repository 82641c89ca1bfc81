// What a guest in C or C++ says about its edges.
#pragma once

#ifdef __cplusplus
#define GUEST_LINKAGE extern "C"
#else
#define GUEST_LINKAGE
#endif

#define EXPORT(name) GUEST_LINKAGE __attribute__((export_name(#name)))
#define IMPORT(module, name) GUEST_LINKAGE __attribute__((import_module(module), import_name(name)))
