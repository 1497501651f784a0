# SPDX-License-Identifier: Apache-2.0
# Cross compilation for arm64: Debian's cross compiler, with the libraries and headers of tools/arm64_libraries alone.
# The compiler brings a C and a C++ library of its own, which are older than Debian's: -B and -nostdinc keep them out.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
get_filename_component(CMAKE_SYSROOT "${CMAKE_CURRENT_LIST_DIR}/../build/arm64-root" ABSOLUTE)
set(ARM64_LIBRARIES "${CMAKE_SYSROOT}/usr/lib/aarch64-linux-gnu")
set(ARM64_COMPILER "${CMAKE_SYSROOT}/usr/lib/gcc/aarch64-linux-gnu/12")
set(ARM64_C_HEADERS "-isystem ${ARM64_COMPILER}/include -isystem ${CMAKE_SYSROOT}/usr/include/aarch64-linux-gnu \
-isystem ${CMAKE_SYSROOT}/usr/include")
set(CMAKE_C_FLAGS_INIT "-B${ARM64_COMPILER}/ -B${ARM64_LIBRARIES}/ -nostdinc ${ARM64_C_HEADERS}")
# The cross compiler's stack protector does not see arrays whose size is known late (CVE-2023-4039): there are none. And
# it warns of variables without a value where there are none, either.
set(CMAKE_CXX_FLAGS_INIT "-B${ARM64_COMPILER}/ -B${ARM64_LIBRARIES}/ -nostdinc \
-isystem ${CMAKE_SYSROOT}/usr/include/c++/12 -isystem ${CMAKE_SYSROOT}/usr/include/aarch64-linux-gnu/c++/12 \
-isystem ${CMAKE_SYSROOT}/usr/include/c++/12/backward ${ARM64_C_HEADERS} \
-Werror=vla -Werror=alloca -Wno-maybe-uninitialized")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} "${ARM64_LIBRARIES}/pkgconfig")
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${CMAKE_SYSROOT}")
set(GTest_DIR /usr/lib/x86_64-linux-gnu/cmake/GTest)  # tests are not built here
