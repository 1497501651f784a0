// SPDX-License-Identifier: Apache-2.0
#include "project/resource_text.h"

#include <algorithm>

#include "base/text.h"
#include "json/write.h"
#include "yaml/write.h"

namespace genesys_cfn::project {
namespace {

bool HoldsTextsOnly(const json::Value& value) {
  if (const json::Object* members = value.AsObject()) {
    return std::all_of(members->begin(), members->end(), [](const auto& one) { return HoldsTextsOnly(one.second); });
  }
  if (const json::Array* items = value.AsArray()) return std::all_of(items->begin(), items->end(), HoldsTextsOnly);
  return value.is_string();
}

// As it is where YAML takes it for nothing but a string.
std::string Key(std::string_view name) {
  const bool is_word = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  const std::string lower = ToLower(name);
  const bool is_a_value = lower == "true" || lower == "false" || lower == "yes" || lower == "no" || lower == "on" ||
                          lower == "off" || lower == "null" || lower == "y" || lower == "n";
  return is_word && !is_a_value ? std::string(name) : json::Quote(name);
}

}  // namespace

ResourceText::ResourceText(std::string_view logical_id, std::string_view type, std::string_view depends_on)
    : text_(Concat("  ", logical_id, ":\n    Type: ", type, "\n",
                   depends_on.empty() ? std::string() : Concat("    DependsOn: ", depends_on, "\n"),
                   "    Properties:\n"
                   "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
                   "      ServiceTimeout: 900\n")) {}

ResourceText& ResourceText::As(std::string_view name, std::string_view value) {
  text_ += Concat(indentation_, Key(name), ": ", value, "\n");
  return *this;
}

ResourceText& ResourceText::Text(std::string_view name, std::string_view text) {
  return As(name, json::Quote(text));
}

ResourceText& ResourceText::Begin(std::string_view name) {
  text_ += Concat(indentation_, Key(name), ":\n");
  indentation_ += "  ";
  return *this;
}

ResourceText& ResourceText::End() {
  indentation_.resize(indentation_.size() - 2);
  return *this;
}

ResourceText& ResourceText::Object(std::string_view name, const json::Object& object) {
  if (object.empty()) return As(name, "{}");
  if (!HoldsTextsOnly(object)) return As(name, Concat("'", ReplaceAll(json::Write(object), "'", "''"), "'"));
  const std::string inner = indentation_ + "  ";
  text_ += Concat(indentation_, Key(name), ":\n", inner, yaml::WriteBlock(object, {}, {inner, false, false}), "\n");
  return *this;
}

ResourceText& ResourceText::Comment(std::string_view text) {
  text_ += Concat(indentation_, "# ", text, "\n");
  return *this;
}

}  // namespace genesys_cfn::project
