// SPDX-License-Identifier: Apache-2.0
#include "cli/local_definitions.h"

#include <algorithm>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

struct Replacement {
  size_t offset;
  size_t length;
  std::string text;
};

size_t OffsetOf(std::string_view text, const yaml::Mark& mark) {
  size_t offset = 0;
  for (int line = 1; line < mark.line; ++line) {
    const size_t end = text.find('\n', offset);
    if (end == std::string_view::npos) return text.size();
    offset = end + 1;
  }
  return std::min(text.size(), offset + static_cast<size_t>(mark.column - 1));
}

}  // namespace

std::vector<LocalDefinition> FindLocalDefinitions(const cloudformation::Template& source) {
  std::vector<LocalDefinition> found;
  for (const cloudformation::ResourceDeclaration& resource : source.resources) {
    if (resource.type != "Custom::GenesysDataAction") continue;
    const json::Value* uri = resource.properties.Find("DefinitionUri");
    if (uri == nullptr || !uri->is_string() || uri->AsString()->starts_with("s3://")) continue;
    const auto& places = source.positions.values;
    const auto place = places.find(Concat("/Resources/", resource.logical_id, "/Properties/DefinitionUri"));
    if (place != places.end()) found.push_back({resource.logical_id, *uri->AsString(), place->second});
  }
  return found;
}

Result<std::string_view> WrittenPath(std::string_view text, const LocalDefinition& definition) {
  const size_t offset = OffsetOf(text, definition.mark);
  for (const std::string& written :
       {json::Quote(definition.path), Concat("'", definition.path, "'"), definition.path}) {
    if (text.substr(offset, written.size()) == written) return text.substr(offset, written.size());
  }
  return Error{ErrorCode::kInvalidInput,
               Concat("the DefinitionUri of ", definition.logical_id, " in line ", definition.mark.line,
                      " names a file; write its path as one word in that line, quoted or not")};
}

Result<std::string> ReplacePaths(std::string_view text, const std::vector<LocalDefinition>& definitions,
                                 const std::vector<std::string>& replacements) {
  std::vector<Replacement> in_order;
  for (size_t i = 0; i < definitions.size(); ++i) {
    TRY_ASSIGN(const std::string_view written, WrittenPath(text, definitions[i]));
    in_order.push_back({static_cast<size_t>(written.data() - text.data()), written.size(), replacements[i]});
  }
  std::sort(in_order.begin(), in_order.end(),
            [](const Replacement& a, const Replacement& b) { return a.offset < b.offset; });
  std::string replaced;
  size_t copied = 0;
  for (const Replacement& replacement : in_order) {
    replaced += text.substr(copied, replacement.offset - copied);
    replaced += replacement.text;
    copied = replacement.offset + replacement.length;
  }
  return replaced += text.substr(copied);
}

}  // namespace genesys_cfn::cli
