// SPDX-License-Identifier: Apache-2.0
// The XML answers of the Query API as a tree: element names without prefix and namespace, texts, no attributes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace genesys_cfn::aws {

struct XmlElement {
  std::string name;
  std::string text;  // the element's own, without that of its children
  std::vector<XmlElement> children;

  // The first child of that name; nullptr when there is none.
  [[nodiscard]] const XmlElement* Find(std::string_view child) const;
  // The text of the first child of that name; "" when there is none.
  [[nodiscard]] std::string TextOf(std::string_view child) const;
  // The `member` children of the first child of that name: how the Query API writes a list.
  [[nodiscard]] std::vector<const XmlElement*> ListOf(std::string_view child) const;
};

struct XmlLimits {
  size_t max_depth = 64;
  size_t max_bytes = size_t{16} << 20;
};

// The root element. kInvalidInput with "line L, column C: reason" for anything that is not one document within the
// limits, and for every document type declaration: no service sends one, and they are where entities come from.
Result<XmlElement> ParseXml(std::string_view text, const XmlLimits& limits = {});

}  // namespace genesys_cfn::aws
