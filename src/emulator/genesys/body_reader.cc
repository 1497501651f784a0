// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/body_reader.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kLongestLabel = 256;

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

ApiFailure Required(std::string_view field) {
  return InvalidField(std::string(field), "is required");
}

ApiFailure WrongType(std::string_view field, std::string_view wanted, const json::Value& value) {
  return InvalidField(std::string(field), Concat("must be ", wanted, ", not ", TypeName(value)));
}

}  // namespace

const json::Value* FindPresent(const json::Object& body, std::string_view name) {
  const json::Value* const value = body.Find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<ApiFailure> ReadText(const json::Object& body, std::string_view field, Presence presence,
                                   std::string& out) {
  const json::Value* const value = FindPresent(body, field);
  if (value == nullptr) {
    if (presence == Presence::kOptional) return std::nullopt;
    return Required(field);
  }
  if (!value->is_string()) return WrongType(field, "a string", *value);
  out = *value->AsString();
  return std::nullopt;
}

std::optional<ApiFailure> ReadLabel(const json::Object& body, std::string_view field, Presence presence,
                                    std::string& out) {
  std::string text;
  if (auto failure = ReadText(body, field, presence, text)) return failure;
  if (FindPresent(body, field) == nullptr) return std::nullopt;
  if (Trim(text).empty()) return InvalidField(std::string(field), "must not be empty");
  if (CountCharacters(text) > kLongestLabel) {
    return InvalidField(std::string(field), Concat("must have at most ", kLongestLabel, " characters"));
  }
  out = std::move(text);
  return std::nullopt;
}

std::optional<ApiFailure> ReadObject(const json::Object& body, std::string_view field, Presence presence,
                                     json::Object& out) {
  const json::Value* const value = FindPresent(body, field);
  if (value == nullptr) {
    if (presence == Presence::kOptional) return std::nullopt;
    return Required(field);
  }
  if (!value->is_object()) return WrongType(field, "an object", *value);
  out = *value->AsObject();
  return std::nullopt;
}

std::variant<int64_t, ApiFailure> ReadVersion(const json::Object& body) {
  const json::Value* const version = FindPresent(body, "version");
  if (version == nullptr) return Required("version");
  const auto number = version->AsInteger();
  if (!number.has_value()) return WrongType("version", "an integer", *version);
  return *number;
}

}  // namespace genesys_cfn::emulator
