// SPDX-License-Identifier: Apache-2.0
#include "definition/ownership_tag.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::definition {
namespace {

constexpr std::string_view kOpening = "[genesys-cfn ";
constexpr size_t kDigestDigits = 16;

bool IsLowerHex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Where the tag begins, its blank included; npos when the description does not end with one. The platform may have
// trimmed the blank of a tag that is the whole description, so there it may be missing.
size_t TagStart(std::string_view description) {
  const size_t opening = description.rfind(kOpening);
  if (opening == std::string_view::npos || !description.ends_with(']')) return std::string_view::npos;
  if (opening == 0) return 0;
  return description[opening - 1] == ' ' ? opening - 1 : std::string_view::npos;
}

json::Value* InputSchema(json::Object& contract) {
  json::Value* input = contract.Find("input");
  json::Object* members = input == nullptr ? nullptr : input->AsObject();
  json::Value* schema = members == nullptr ? nullptr : members->Find("inputSchema");
  return schema != nullptr && schema->is_object() ? schema : nullptr;
}

}  // namespace

std::string TagDigest(std::string_view text) {
  std::array<unsigned char, 32> digest{};
  // Fetched once: OpenSSL looks an algorithm up by its name, under locks, at each use of one that was not.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, algorithm, nullptr);
  return HexEncode({reinterpret_cast<const char*>(digest.data()), kDigestDigits / 2});
}

std::string FormatTag(const OwnershipTag& tag) {
  return Concat(" ", kOpening, tag.scope, ".", tag.owner, ".", tag.request, ".", tag.time, "]");
}

std::optional<OwnershipTag> FindTag(std::string_view description) {
  const size_t start = TagStart(description);
  if (start == std::string_view::npos) return std::nullopt;
  std::string_view inner = description.substr(description.find(kOpening, start) + kOpening.size());
  inner.remove_suffix(1);
  const std::vector<std::string_view> parts = Split(inner, '.');
  if (parts.size() != 4 || !std::all_of(parts.begin(), parts.end(), IsLowerHex)) return std::nullopt;
  const auto is_digest = [](std::string_view part) { return part.size() == kDigestDigits; };
  if (!std::all_of(parts.begin(), parts.end() - 1, is_digest) || parts[3].size() > kDigestDigits) return std::nullopt;
  return OwnershipTag{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), std::string(parts[3])};
}

std::string StripTag(std::string_view description) {
  // A copied description can carry an older tag below the newest one; none of them is the author's text.
  while (FindTag(description)) description = description.substr(0, TagStart(description));
  return std::string(description);
}

void SetTag(DataAction& action, const OwnershipTag& tag) {
  json::Value* schema = InputSchema(action.contract);
  if (schema == nullptr) return;
  const std::string description = StripTag(schema->FindString("description").value_or(""));
  schema->AsObject()->Set("description", description + FormatTag(tag));
}

void RemoveTag(DataAction& action) {
  if (json::Value* schema = InputSchema(action.contract)) RemoveTag(*schema->AsObject());
}

void RemoveTag(json::Object& input_schema) {
  json::Value* description = input_schema.Find("description");
  const std::string* text = description == nullptr ? nullptr : description->AsString();
  if (text == nullptr || !FindTag(*text)) return;
  std::string stripped = StripTag(*text);
  if (stripped.empty()) {
    input_schema.Remove("description");
  } else {
    *description = std::move(stripped);
  }
}

std::optional<OwnershipTag> TagOf(const json::Object& contract) {
  const json::Value* input = contract.Find("input");
  const json::Value* schema = input == nullptr ? nullptr : input->Find("inputSchema");
  const std::optional<std::string> description = schema == nullptr ? std::nullopt : schema->FindString("description");
  return description ? FindTag(*description) : std::nullopt;
}

}  // namespace genesys_cfn::definition
