// SPDX-License-Identifier: Apache-2.0
// The XML parser over arbitrary bytes: it must end, within its limits, with a tree or with an error that says where.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aws/xml_document.h"

namespace {

constexpr genesys_cfn::aws::XmlLimits kLimits{16, size_t{1} << 20};

size_t Depth(const genesys_cfn::aws::XmlElement& element) {
  size_t deepest = 0;
  for (const auto& child : element.children) deepest = std::max(deepest, Depth(child));
  return deepest + 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto root = genesys_cfn::aws::ParseXml({reinterpret_cast<const char*>(data), size}, kLimits);
  if (root.has_value()) {
    if (root->name.empty() || Depth(*root) > kLimits.max_depth) std::abort();
  } else if (root.error().code != genesys_cfn::ErrorCode::kInvalidInput || root.error().message.empty()) {
    std::abort();
  }
  return 0;
}
