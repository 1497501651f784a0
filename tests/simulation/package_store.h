// SPDX-License-Identifier: Apache-2.0
// Where the packages of functions stand: a bucket "packages", as S3 serves it.
#pragma once

#include <string>
#include <string_view>

#include "http/handler.h"

namespace genesys_cfn::simulation {

inline constexpr const char* kPackageBucket = "packages";
inline constexpr int kPackages = 4;

// How a template names a package, so that CloudFormation notices another one.
enum class PackagePin { kVersion, kDigest, kKey };

std::string PackageBytes(int package);
// The key of an object and its version; "" without one.
std::string PackageKey(int package, PackagePin pin);
std::string PackageVersion(int package, PackagePin pin);

class PackageStore final : public http::Handler {
 public:
  static bool Serves(std::string_view path);
  // GET of an object, whole; 404 in the words of S3 for another one.
  http::Response Handle(const http::Request& request) override;
};

}  // namespace genesys_cfn::simulation
