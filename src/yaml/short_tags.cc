// SPDX-License-Identifier: Apache-2.0
#include "yaml/short_tags.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::yaml {
namespace {

constexpr std::array<std::string_view, 18> kFunctions = {
    "Ref", "Condition", "GetAtt", "Sub",    "Join",   "Select",      "Split", "FindInMap", "If",
    "And", "Or",        "Not",    "Equals", "Base64", "ImportValue", "Cidr",  "GetAZs",    "Transform"};

constexpr std::string_view kCorePrefix = "tag:yaml.org,2002:";

}  // namespace

std::optional<std::string> LongForm(std::string_view tag) {
  if (tag.empty() || tag.front() != '!') return std::nullopt;
  tag.remove_prefix(1);
  if (std::find(kFunctions.begin(), kFunctions.end(), tag) == kFunctions.end()) return std::nullopt;
  if (tag == "Ref" || tag == "Condition") return std::string(tag);
  return Concat("Fn::", tag);
}

CoreTag CoreTagOf(std::string_view tag) {
  if (tag == "!") return CoreTag::kString;
  if (!tag.starts_with(kCorePrefix)) return CoreTag::kNone;
  tag.remove_prefix(kCorePrefix.size());
  if (tag == "str") return CoreTag::kString;
  if (tag == "int" || tag == "float" || tag == "bool" || tag == "null") return CoreTag::kPlain;
  if (tag == "seq") return CoreTag::kSequence;
  if (tag == "map") return CoreTag::kMapping;
  return CoreTag::kNone;
}

std::string UnknownTagMessage(std::string_view tag) {
  if (tag.starts_with(kCorePrefix)) {
    return Concat("the YAML tag !!", TruncateUtf8(tag.substr(kCorePrefix.size()), 80), " is not supported here");
  }
  const std::string shown(TruncateUtf8(tag, 80));
  std::vector<std::string> candidates;
  for (const std::string_view name : kFunctions) candidates.push_back(Concat('!', name));
  if (shown.starts_with("!Fn::")) {
    return Concat("unknown tag ", shown, ": a short tag has no Fn::, write !", shown.substr(5));
  }
  if (const auto suggestion = Suggest(shown, candidates)) {
    return Concat("unknown tag ", shown, ": did you mean ", *suggestion, "?");
  }
  return Concat("unknown tag ", shown, ": the tags of CloudFormation are ", Join(candidates, " "));
}

}  // namespace genesys_cfn::yaml
