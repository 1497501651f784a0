// SPDX-License-Identifier: Apache-2.0
#include "provider/property_reader.h"

namespace genesys_cfn::provider {

void PropertyReader::RefuseUnknown(const std::vector<std::string>& known) const {
  for (const auto& [name, value] : object_) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto suggestion = Suggest(name, known);
    Report(name,
           suggestion ? Concat("unknown property; did you mean ", *suggestion, "?")
                      : Concat("unknown property; known are ", Join(known, ", ")),
           definition::Rule::kUnknownProperty);
  }
}

std::optional<std::string> PropertyReader::Text(std::string_view name) const {
  const json::Value* value = object_.Find(name);
  if (value == nullptr) return std::nullopt;
  const std::string* text = value->AsString();
  if (text != nullptr && !Trim(*text).empty()) return *text;
  Report(name,
         text != nullptr ? std::string("must not be empty") : Concat("must be a string, not ", json::TypeName(*value)));
  return std::nullopt;
}

std::optional<std::string> PropertyReader::RequiredText(std::string_view name) const {
  if (!Has(name)) Report(name, "is missing");
  return Text(name);
}

std::optional<std::string> PropertyReader::OneOf(std::string_view name, std::string_view other) const {
  if (Has(name) && Has(other)) Report(other, Concat("give ", name, " or ", other, ", not both"));
  return Text(Has(name) ? name : other);
}

std::optional<bool> PropertyReader::Flag(std::string_view name) const {
  const json::Value* value = object_.Find(name);
  if (value == nullptr) return std::nullopt;
  if (const bool* flag = value->AsBool()) return *flag;
  const std::string* text = value->AsString();
  if (text != nullptr && EqualsIgnoreCase(*text, "true")) return true;
  if (text != nullptr && EqualsIgnoreCase(*text, "false")) return false;
  Report(name, "must be true or false");
  return std::nullopt;
}

}  // namespace genesys_cfn::provider
