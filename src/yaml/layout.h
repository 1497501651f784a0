// SPDX-License-Identifier: Apache-2.0
// Where every value of a loaded text begins and ends, members with their names: what an editor needs beyond Spans.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/load.h"

namespace genesys_cfn::yaml {

// kFunction: one of CloudFormation's short tags with its argument (`!Sub x`); its inside is not laid out.
enum class Form { kScalar, kFlow, kBlock, kFunction };

struct LayoutNode {
  std::string token;  // the member's name, or the item's index
  Form form = Form::kScalar;
  TokenStyle style = TokenStyle::kCollection;  // of a scalar
  // Of the member's name; both 0 for an item and the root.
  size_t name_begin = 0;
  size_t name_end = 0;
  // Of the value. A block scalar ends behind its last line break, without the empty lines that mean nothing.
  size_t begin = 0;
  size_t end = 0;
  std::vector<LayoutNode> children;  // in the order of the text

  [[nodiscard]] const LayoutNode* Find(std::string_view child) const;
  // Of the name when there is one.
  [[nodiscard]] size_t start() const { return name_end > 0 ? name_begin : begin; }
};

// `document` is what Load made of `text`, with spans. nullopt when a place was not recorded: the text's names are too
// long for that.
std::optional<LayoutNode> LayOut(std::string_view text, const Document& document);

}  // namespace genesys_cfn::yaml
