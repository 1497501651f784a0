// SPDX-License-Identifier: Apache-2.0
// TemplateURL: which object of the local S3 it names.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::emulator {

struct TemplateLocation {
  std::string bucket;
  std::string key;
  std::string version;  // "": the newest
};

// Reads the object; the error's message is S3's. Empty: there is no S3 here.
using TemplateReader = std::function<Result<std::string>(const TemplateLocation& location)>;

// S3's own addresses (bucket in the host or in the path, with and without region, dualstack), the local cloud's
// (`own_origin`; bucket in the path, or before its host), and s3://bucket/key. kInvalidInput with the service's text
// for anything else.
Result<TemplateLocation> ParseTemplateUrl(std::string_view url, std::string_view own_origin);

}  // namespace genesys_cfn::emulator
