// SPDX-License-Identifier: Apache-2.0
#include "cli/unknown_values.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kUnknownStart = "{{genesys-cfn:unknown ";
constexpr std::string_view kDynamicStart = "{{resolve:";
constexpr std::string_view kEnd = "}}";

void AddPart(std::string part, std::vector<std::string>& parts) {
  if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(std::move(part));
}

void CollectUnknown(std::string_view text, std::vector<std::string>& parts) {
  for (size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 1)) {
    const std::string_view rest = text.substr(at);
    const std::string_view whole = rest.substr(0, rest.find(kEnd));
    if (whole.starts_with(kUnknownStart)) AddPart(std::string(whole.substr(kUnknownStart.size())), parts);
    if (whole.starts_with(kDynamicStart)) AddPart(Concat(whole, kEnd), parts);
  }
}

void CollectUnknown(const json::Value& value, std::vector<std::string>& parts) {
  if (const std::string* text = value.AsString()) CollectUnknown(std::string_view(*text), parts);
  if (const json::Array* array = value.AsArray()) {
    for (const json::Value& item : *array) CollectUnknown(item, parts);
  }
  if (const json::Object* object = value.AsObject()) {
    for (const auto& [name, member] : *object) CollectUnknown(member, parts);
  }
}

void FillUnknown(json::Value& recorded, const json::Value* live) {
  if (const std::string* text = recorded.AsString()) {
    if (IsUnknown(*text) && live != nullptr) recorded = *live;
  } else if (json::Array* array = recorded.AsArray()) {
    const json::Array* others = live == nullptr ? nullptr : live->AsArray();
    for (size_t i = 0; others != nullptr && i < array->size() && i < others->size(); ++i) {
      FillUnknown((*array)[i], &(*others)[i]);
    }
  } else if (json::Object* object = recorded.AsObject()) {
    for (auto& [name, member] : *object) FillUnknown(member, live == nullptr ? nullptr : live->Find(name));
  }
}

}  // namespace

std::string UnknownValue(std::string_view what) {
  return Concat(kUnknownStart, what, kEnd);
}

bool IsUnknown(std::string_view text) {
  return text.find(kUnknownStart) != std::string_view::npos || text.find(kDynamicStart) != std::string_view::npos;
}

std::vector<std::string> UnknownParts(const json::Value& value) {
  std::vector<std::string> parts;
  CollectUnknown(value, parts);
  return parts;
}

void FillUnknown(json::Object& recorded, const json::Object& live) {
  for (auto& [name, member] : recorded) FillUnknown(member, live.Find(name));
}

}  // namespace genesys_cfn::cli
