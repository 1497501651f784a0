// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/json_input.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::emulator {

std::string TextMember(const json::Value& input, std::string_view name) {
  return input.FindString(name).value_or("");
}

bool IsTrue(const json::Value& input, std::string_view name) {
  const json::Value* member = input.Find(name);
  return member != nullptr && member->AsBool() != nullptr && *member->AsBool();
}

std::vector<std::string> TextsMember(const json::Value& input, std::string_view name) {
  std::vector<std::string> texts;
  const json::Value* member = input.Find(name);
  if (member == nullptr || member->AsArray() == nullptr) return texts;
  for (const json::Value& value : *member->AsArray()) {
    if (value.AsString() != nullptr) texts.push_back(*value.AsString());
  }
  return texts;
}

json::Array TextArray(const std::vector<std::string>& texts) {
  return json::Array(texts.begin(), texts.end());
}

JsonServiceError ConstraintError(std::string_view member, std::string_view constraint) {
  return {"ValidationException",
          Concat("1 validation error detected: Value at '", member, "' failed to satisfy constraint: ", constraint)};
}

Tags ReadTags(const json::Value* tags) {
  Tags out;
  if (tags == nullptr || tags->AsArray() == nullptr) return out;
  for (const json::Value& tag : *tags->AsArray()) SetTags(out, {{TextMember(tag, "Key"), TextMember(tag, "Value")}});
  return out;
}

json::Array WriteTags(const Tags& tags) {
  json::Array out;
  for (const auto& [key, value] : tags) out.emplace_back(json::Object{{"Key", key}, {"Value", value}});
  return out;
}

void SetTags(Tags& tags, const Tags& more) {
  for (const auto& [key, value] : more) {
    const auto found =
        std::find_if(tags.begin(), tags.end(), [&wanted = key](const auto& tag) { return tag.first == wanted; });
    if (found == tags.end()) {
      tags.emplace_back(key, value);
    } else {
      found->second = value;
    }
  }
}

void RemoveTags(Tags& tags, const std::vector<std::string>& keys) {
  std::erase_if(tags,
                [&keys](const auto& tag) { return std::find(keys.begin(), keys.end(), tag.first) != keys.end(); });
}

}  // namespace genesys_cfn::emulator
