// SPDX-License-Identifier: Apache-2.0
#include "definition/member_reader.h"

#include <algorithm>

#include "base/text.h"
#include "json/pointer.h"

namespace genesys_cfn::definition {
namespace {

// A member spelt almost like `name`, or one that `name` is the beginning of.
std::optional<std::string> Meant(std::string_view name, const std::vector<std::string>& known) {
  if (std::optional<std::string> near = Suggest(name, known)) return near;
  const auto longer = std::find_if(known.begin(), known.end(), [&](const std::string& candidate) {
    return name.size() >= 4 && ToLower(candidate).starts_with(ToLower(name));
  });
  return longer == known.end() ? std::nullopt : std::optional(*longer);
}

}  // namespace

std::string TypeWithArticle(const json::Value& value) {
  if (value.is_null()) return "null";
  const bool vowel = value.is_array() || value.is_object();
  return Concat(vowel ? "an " : "a ", json::TypeName(value));
}

size_t CountCharacters(std::string_view text) {
  const auto starts = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
  return static_cast<size_t>(starts);
}

size_t Depth(const json::Value& value) {
  size_t deepest = 0;
  if (const json::Array* array = value.AsArray()) {
    for (const json::Value& item : *array) deepest = std::max(deepest, Depth(item));
    return deepest + 1;
  }
  if (const json::Object* object = value.AsObject()) {
    for (const auto& [name, member] : *object) deepest = std::max(deepest, Depth(member));
    return deepest + 1;
  }
  return 0;
}

void MemberReader::RefuseUnknown(std::span<const Member> members) const {
  std::vector<std::string> known;
  for (const Member& member : members) {
    if (member.kind != MemberKind::kFromApi) known.emplace_back(member.name);
  }
  for (const auto& [name, value] : object_) {
    const auto is_it = [&wanted = name](const Member& member) { return member.name == wanted; };
    if (std::any_of(members.begin(), members.end(), is_it)) continue;
    const std::optional<std::string> meant = Meant(name, known);
    Report(name,
           Concat("is not a member of ", pointer_.empty() ? "a data action" : pointer_, "; ",
                  meant ? Concat("did you mean \"", *meant, "\"?") : Concat("the members are ", Join(known, ", "))),
           Rule::kUnknownMember);
  }
}

std::optional<std::string> MemberReader::String(std::string_view name) const {
  const json::Value* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (const std::string* text = value->AsString()) return *text;
  Report(name, Concat("must be a string, not ", TypeWithArticle(*value)));
  return std::nullopt;
}

std::optional<bool> MemberReader::Boolean(std::string_view name) const {
  const json::Value* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (const bool* flag = value->AsBool()) return *flag;
  const std::string* text = value->AsString();
  if (text != nullptr && (*text == "true" || *text == "false")) return *text == "true";
  Report(name, Concat("must be true or false, not ",
                      text == nullptr ? TypeWithArticle(*value) : Concat("\"", TruncateUtf8(*text, 40), "\"")));
  return std::nullopt;
}

const json::Object* MemberReader::Object(std::string_view name) const {
  const json::Value* value = Find(name);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) Report(name, Concat("must be an object, not ", TypeWithArticle(*value)));
  return value->AsObject();
}

const json::Object* MemberReader::RequiredObject(std::string_view name, std::string_view purpose) const {
  if (Find(name) == nullptr) Report(name, Concat("is missing: ", purpose), Rule::kMissingMember);
  return Object(name);
}

std::optional<json::Object> MemberReader::StringMap(std::string_view name) const {
  const json::Object* map = Object(name);
  if (map == nullptr) return std::nullopt;
  for (const auto& [key, value] : *map) {
    if (value.is_string()) continue;
    const std::string_view remedy = value.is_number() || value.is_bool() ? "; write it in quotation marks" : "";
    problems_.push_back({json::AppendToken(PointerTo(name), key),
                         Concat("must be a string, not ", TypeWithArticle(value), remedy), Rule::kType});
  }
  return *map;
}

void MemberReader::Report(std::string_view name, std::string message, Rule rule) const {
  problems_.push_back({PointerTo(name), std::move(message), rule});
}

std::string MemberReader::PointerTo(std::string_view name) const {
  return json::AppendToken(pointer_, name);
}

}  // namespace genesys_cfn::definition
