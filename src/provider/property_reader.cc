// SPDX-License-Identifier: Apache-2.0
#include "provider/property_reader.h"

#include "base/text.h"

namespace genesys_cfn::provider {

std::optional<std::string> PropertyReader::Text(std::string_view name) const {
  const json::Value* value = object_.Find(name);
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr || Trim(*text).empty() ? std::nullopt : std::optional(*text);
}

std::optional<bool> PropertyReader::Flag(std::string_view name) const {
  const json::Value* value = object_.Find(name);
  if (value == nullptr) return std::nullopt;
  if (const bool* flag = value->AsBool()) return *flag;
  const std::string* text = value->AsString();
  if (text != nullptr && EqualsIgnoreCase(*text, "true")) return true;
  if (text != nullptr && EqualsIgnoreCase(*text, "false")) return false;
  return std::nullopt;
}

}  // namespace genesys_cfn::provider
