// SPDX-License-Identifier: Apache-2.0
#include "simulation/package_store.h"

#include "base/text.h"
#include "http/message.h"

namespace genesys_cfn::simulation {

std::string PackageBytes(int package) {
  return Concat(std::string("PK\x03\x04", 4), "the package ", package, " ", std::string(200, 'x'));
}

std::string PackageKey(int package, PackagePin pin) {
  return pin == PackagePin::kVersion ? std::string("function.zip") : Concat("function", package, ".zip");
}

std::string PackageVersion(int package, PackagePin pin) {
  return pin == PackagePin::kVersion ? Concat("v", package) : std::string();
}

bool PackageStore::Serves(std::string_view path) {
  return path.starts_with(Concat("/", kPackageBucket, "/"));
}

http::Response PackageStore::Handle(const http::Request& request) {
  const std::string version =
      http::FindParameter(http::ParseQuery(http::QueryOf(request.target)), "versionId").value_or("");
  for (int package = 0; package < kPackages; ++package) {
    for (const PackagePin pin : {PackagePin::kVersion, PackagePin::kKey}) {
      const std::string path = Concat("/", kPackageBucket, "/", PackageKey(package, pin));
      if (http::PathOf(request.target) == path && version == PackageVersion(package, pin)) {
        return {200, {}, PackageBytes(package)};
      }
    }
  }
  return {404, {}, "<Error><Code>NoSuchKey</Code><Message>simulated</Message></Error>"};
}

}  // namespace genesys_cfn::simulation
