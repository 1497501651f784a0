# SPDX-License-Identifier: Apache-2.0
# Cross compilation for arm64 with Debian's compiler and the libraries of tools/arm64_libraries. Headers without code
# (Boost, CLI11) are the machine's own.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
get_filename_component(ARM64_ROOT "${CMAKE_CURRENT_LIST_DIR}/../build/arm64-root" ABSOLUTE)
include_directories(SYSTEM "${ARM64_ROOT}/usr/include" "${ARM64_ROOT}/usr/include/aarch64-linux-gnu")
add_link_options("-L${ARM64_ROOT}/usr/lib/aarch64-linux-gnu")
set(OPENSSL_INCLUDE_DIR "${ARM64_ROOT}/usr/include")
set(OPENSSL_SSL_LIBRARY "${ARM64_ROOT}/usr/lib/aarch64-linux-gnu/libssl.a")
set(OPENSSL_CRYPTO_LIBRARY "${ARM64_ROOT}/usr/lib/aarch64-linux-gnu/libcrypto.a")
set(ENV{PKG_CONFIG_LIBDIR} "${ARM64_ROOT}/usr/lib/aarch64-linux-gnu/pkgconfig")
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${ARM64_ROOT}")
set(GTest_DIR /usr/lib/x86_64-linux-gnu/cmake/GTest)  # tests are not built here
set(Boost_DIR /usr/lib/x86_64-linux-gnu/cmake/Boost-1.81.0)  # headers only
