# SPDX-License-Identifier: Apache-2.0
# Every third-party library on one screen, with the least version that the code was written for. All are packages of
# Debian 12; `./dev` installs them, and builds the one that Debian offers in no linkable form (curl, see tools/).
set(OPENSSL_USE_STATIC_LIBS ${GENESYS_CFN_STATIC})
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)                 # TLS, SHA-256, HMAC
find_package(Boost 1.81 REQUIRED)                  # headers: Boost.JSON's parser, Beast (one .cc each)
find_package(CLI11 2.1 REQUIRED)                   # command line
find_package(GTest 1.12 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1>=0.2.5)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.40)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat>=2.5)   # XML answers of the Query API
pkg_check_modules(MINIZIP REQUIRED IMPORTED_TARGET minizip>=1.1)  # zip packages of functions
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)              # regular expressions in linear time

# libcurl: HTTP only, static, from Debian's own source package; tools/build_curl puts it here.
set(GENESYS_CFN_CURL_DIR "${PROJECT_SOURCE_DIR}/build/curl" CACHE PATH "Install prefix of the static curl build")
if(NOT EXISTS "${GENESYS_CFN_CURL_DIR}/lib/libcurl.a")
  message(FATAL_ERROR "${GENESYS_CFN_CURL_DIR}/lib/libcurl.a is missing: run ./dev build, which makes it")
endif()
add_library(genesys_cfn_libcurl STATIC IMPORTED)
set_target_properties(genesys_cfn_libcurl PROPERTIES
  IMPORTED_LOCATION "${GENESYS_CFN_CURL_DIR}/lib/libcurl.a"
  INTERFACE_INCLUDE_DIRECTORIES "${GENESYS_CFN_CURL_DIR}/include"
  INTERFACE_COMPILE_DEFINITIONS CURL_STATICLIB
  INTERFACE_LINK_LIBRARIES "OpenSSL::SSL;OpenSSL::Crypto;Threads::Threads")

if(GENESYS_CFN_STATIC)
  foreach(name YAML SQLITE EXPAT MINIZIP RE2)
    set_property(TARGET PkgConfig::${name} PROPERTY INTERFACE_LINK_LIBRARIES "${${name}_STATIC_LIBRARIES}")
  endforeach()
endif()
