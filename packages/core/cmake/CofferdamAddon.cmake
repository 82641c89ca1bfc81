# SPDX-License-Identifier: Apache-2.0
# include()d by every native package:
#   cofferdam_addon(<target> [SHARED_LIBSTDCXX] SOURCES <files>...)  -> build/<config>/<target>.node
#   cofferdam_executable(<target> SOURCES <files>...)                -> build/<config>/<target>
# SHARED_LIBSTDCXX: the process's libstdc++, for code that handles other libraries' exceptions.
# Where the gate has no code for the machine it builds nothing: the packages then report themselves
# unsupported when they are used.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/CofferdamMachine.cmake")
get_filename_component(COFFERDAM_CORE_INCLUDE "${CMAKE_CURRENT_LIST_DIR}/../include" ABSOLUTE)

if(NOT DEFINED CMAKE_JS_VERSION)
  message(FATAL_ERROR "Build this package with cmake-js: npm run build:native")
endif()

set(CMAKE_C_STANDARD 11)
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

# aarch64 is not in the list: its half of the gate is tested without Node only (npm run test:aarch64).
if(CMAKE_SYSTEM_NAME STREQUAL "Linux" AND CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(COFFERDAM_SUPPORTED ON)
else()
  set(COFFERDAM_SUPPORTED OFF)
  message(STATUS "cofferdam: nothing to build for ${CMAKE_SYSTEM_NAME} ${CMAKE_SYSTEM_PROCESSOR}")
endif()

# missing-field-initializers: a hook that a cd_layer does not name is null
function(cofferdam_options target)
  target_include_directories(${target} PRIVATE "${COFFERDAM_CORE_INCLUDE}")
  target_compile_options(${target} PRIVATE
    $<$<COMPILE_LANGUAGE:C,CXX>:-Wall -Wextra -Wno-missing-field-initializers -Wpedantic
    -fstack-protector-strong -ffunction-sections -fdata-sections>)
endfunction()

function(cofferdam_addon target)
  if(NOT COFFERDAM_SUPPORTED)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "SHARED_LIBSTDCXX" "" "SOURCES")
  add_library(${target} SHARED ${arg_SOURCES} ${CMAKE_JS_SRC})
  set_target_properties(${target} PROPERTIES PREFIX "" SUFFIX ".node")
  cofferdam_options(${target})
  # SYSTEM: the headers of Node-API and node-addon-api do not get our warnings.
  target_include_directories(${target} SYSTEM PRIVATE ${CMAKE_JS_INC})
  target_link_libraries(${target} PRIVATE ${CMAKE_JS_LIB})
  target_compile_definitions(${target} PRIVATE
    NAPI_VERSION=9 NODE_ADDON_API_CPP_EXCEPTIONS NODE_ADDON_API_DISABLE_DEPRECATED
    # while a worker is being terminated nothing can be thrown; that must not end the process
    NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS)
  target_link_options(${target} PRIVATE
    $<$<NOT:$<BOOL:${arg_SHARED_LIBSTDCXX}>>:-static-libstdc++>
    # nodelete: signal handlers and thunks must stay when the worker that loaded them has ended
    LINKER:-z,relro,-z,now,-z,noexecstack,-z,nodelete,--gc-sections,--exclude-libs,ALL)
endfunction()

function(cofferdam_executable target)
  if(NOT COFFERDAM_SUPPORTED)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES")
  add_executable(${target} ${arg_SOURCES})
  cofferdam_options(${target})
  # cmake-js names the folder for libraries only
  set_target_properties(${target} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}")
  target_link_options(${target} PRIVATE
    -static-libstdc++ LINKER:-z,relro,-z,now,-z,noexecstack,--gc-sections)
endfunction()
