# SPDX-License-Identifier: Apache-2.0
# The flags of every target of ours, as one INTERFACE target that third-party code never links.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

add_library(genesys_cfn_options INTERFACE)
target_compile_options(genesys_cfn_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
  -Wextra-semi -Wunused -Wnull-dereference
  $<$<CXX_COMPILER_ID:GNU>:-Wlogical-op -Wduplicated-cond>
  $<$<BOOL:${GENESYS_CFN_WERROR}>:-Werror>
  -fstack-protector-strong -fno-omit-frame-pointer)
if(NOT GENESYS_CFN_SANITIZE MATCHES "undefined")
  # GCC 12 reports null dereferences inside the standard library where it inlines it; the dev preset keeps the warning.
  target_compile_options(genesys_cfn_options INTERFACE -Wno-null-dereference)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(genesys_cfn_options INTERFACE
    -fstack-clash-protection
    $<IF:$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},aarch64>,-mbranch-protection=standard,-fcf-protection>
    -ffunction-sections -fdata-sections)
  # The folder of the sources does not go into the programs by way of assert's __FILE__: neither as it is, nor as it is
  # written from the build's folder, which a compiler cache may do.
  file(RELATIVE_PATH FROM_BUILD "${PROJECT_BINARY_DIR}" "${PROJECT_SOURCE_DIR}/")
  target_compile_options(genesys_cfn_options INTERFACE
    "-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=" "-fmacro-prefix-map=${FROM_BUILD}=")
  target_compile_definitions(genesys_cfn_options INTERFACE _FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
  target_link_options(genesys_cfn_options INTERFACE -Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--gc-sections)
endif()
if(GENESYS_CFN_SANITIZE)
  target_compile_options(genesys_cfn_options INTERFACE
    "-fsanitize=${GENESYS_CFN_SANITIZE}" -fno-sanitize-recover=all)
  target_link_options(genesys_cfn_options INTERFACE "-fsanitize=${GENESYS_CFN_SANITIZE}")
endif()
target_compile_definitions(genesys_cfn_options INTERFACE GENESYS_CFN_VERSION="${PROJECT_VERSION}")
target_include_directories(genesys_cfn_options INTERFACE "${PROJECT_SOURCE_DIR}/src")
