// SPDX-License-Identifier: Apache-2.0
#include "template/dynamic_references.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"
#include "template/functions.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::string_view kStart = "{{resolve:";
constexpr std::string_view kEnd = "}}";

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

Error WrongFormat(std::string_view service, std::string_view text) {
  return Invalid(
      Concat("Incorrect format is used in the following ", service, " reference: [", TruncateUtf8(text, 300), "]"));
}

bool IsVersion(std::string_view text) {
  return !text.empty() && text.size() <= 18 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// name[:version]; the name may be an ARN.
Result<DynamicReference> Parameter(DynamicService service, std::string_view rest, std::string_view text) {
  DynamicReference reference;
  reference.service = service;
  reference.text = text;
  const bool is_arn = rest.starts_with("arn:");
  const size_t name_starts = is_arn ? rest.find(":parameter/") : 0;
  const size_t colon = name_starts == std::string_view::npos ? name_starts : rest.find(':', name_starts + 1);
  reference.name = rest.substr(0, colon);
  if (colon != std::string_view::npos) reference.version = rest.substr(colon + 1);
  const bool has_version = colon != std::string_view::npos;
  if (reference.name.empty() || reference.name.front() == ':' || (has_version && !IsVersion(reference.version))) {
    return WrongFormat("SSM", text);
  }
  return reference;
}

// secret-id[:SecretString[:json-key[:version-stage[:version-id]]]]; an ARN has seven fields of its own.
Result<DynamicReference> SecretReference(std::string_view rest, std::string_view text) {
  std::vector<std::string_view> fields = Split(rest, ':');
  DynamicReference reference;
  reference.service = DynamicService::kSecretsManager;
  reference.text = text;
  const size_t own = rest.starts_with("arn:") ? 7 : 1;
  if (fields.size() < own || fields.size() > own + 4) return WrongFormat("Secrets Manager", text);
  for (size_t i = 0; i < own; ++i) reference.name += Concat(i > 0 ? ":" : "", fields[i]);
  fields.erase(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(own));
  fields.resize(4);
  if (reference.name.empty() || (!fields[0].empty() && fields[0] != "SecretString")) {
    return WrongFormat("Secrets Manager", text);
  }
  reference.json_key = fields[1];
  reference.version_stage = fields[2];
  reference.version_id = fields[3];
  return reference;
}

// nullopt for another service.
std::optional<Result<DynamicReference>> Parse(std::string_view text) {
  std::string_view rest = text.substr(kStart.size(), text.size() - kStart.size() - kEnd.size());
  const size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view service = rest.substr(0, colon);
  rest.remove_prefix(colon + 1);
  if (service == "ssm") return Parameter(DynamicService::kSsm, rest, text);
  if (service == "ssm-secure") return Parameter(DynamicService::kSsmSecure, rest, text);
  if (service == "secretsmanager") return SecretReference(rest, text);
  return std::nullopt;
}

// Cuts the text: `visit` gets each literal piece and each whole reference, with its service or not.
template <typename Visit>
void Cut(std::string_view text, Visit visit) {
  while (true) {
    const size_t start = text.find(kStart);
    const size_t end = start == std::string_view::npos ? start : text.find(kEnd, start);
    if (end == std::string_view::npos) return visit(text, false);
    visit(text.substr(0, start), false);
    visit(text.substr(start, end + kEnd.size() - start), true);
    text.remove_prefix(end + kEnd.size());
  }
}

class Replacer {
 public:
  explicit Replacer(const DynamicResolver& resolve) : resolve_(resolve) {}

  Result<void> Replace(json::Value& value) {
    if (json::Array* items = value.AsArray()) {
      for (json::Value& item : *items) TRY(Replace(item));
    } else if (json::Object* members = value.AsObject()) {
      for (auto& [name, member] : *members) TRY(Replace(member));
    } else if (const std::string* text = value.AsString(); text != nullptr && text->find(kStart) != std::string::npos) {
      TRY_ASSIGN(std::string replaced, Text(*text));
      value = json::Value(std::move(replaced));
    }
    return {};
  }

 private:
  Result<std::string> Text(std::string_view text) {
    TRY_ASSIGN(const std::vector<DynamicPart> parts, ParseDynamicReferences(text));
    std::string replaced;
    for (const DynamicPart& part : parts) {
      replaced += part.literal;
      if (!part.reference) continue;
      if (++count_ > kMaxDynamicReferences) return Invalid(TooManyDynamicReferences(count_));
      TRY_ASSIGN(const std::optional<std::string> found, resolve_(*part.reference));
      replaced += found ? *found : part.reference->text;
    }
    return replaced;
  }

  const DynamicResolver& resolve_;
  size_t count_ = 0;
};

}  // namespace

std::string TooManyDynamicReferences(size_t count) {
  return Concat("Template format error: Number of dynamic references, ", count, ", is greater than maximum allowed, ",
                kMaxDynamicReferences);
}

Result<std::vector<DynamicPart>> ParseDynamicReferences(std::string_view text) {
  std::vector<DynamicPart> parts;
  std::optional<Error> error;
  Cut(text, [&](std::string_view piece, bool is_reference) {
    auto parsed = is_reference ? Parse(piece) : std::nullopt;
    if (parsed && !*parsed) {
      if (!error) error = parsed->error();
    } else if (parsed) {
      parts.push_back({"", **std::move(parsed)});
    } else if (!piece.empty()) {
      parts.push_back({std::string(piece), std::nullopt});
    }
  });
  if (error) return *std::move(error);
  return parts;
}

Result<json::Value> ReplaceDynamicReferences(json::Value value, const DynamicResolver& resolve) {
  TRY(Replacer(resolve).Replace(value));
  return value;
}

void ForEachDynamicReference(const json::Value& value, const std::string& pointer,
                             const std::function<void(const Result<DynamicReference>&, const std::string&)>& visit) {
  if (const json::Array* items = value.AsArray()) {
    for (size_t i = 0; i < items->size(); ++i) {
      if (!(*items)[i].is_number()) ForEachDynamicReference((*items)[i], json::AppendIndex(pointer, i), visit);
    }
  } else if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) {
      const std::string* text = member.AsString();
      const bool is_plain =
          text != nullptr ? text->find(kStart) == std::string::npos : !member.is_object() && !member.is_array();
      if (!is_plain) ForEachDynamicReference(member, json::AppendToken(pointer, name), visit);
    }
  } else if (const std::string* text = value.AsString()) {
    Cut(*text, [&](std::string_view piece, bool is_reference) {
      const auto parsed = is_reference ? Parse(piece) : std::nullopt;
      if (parsed) visit(*parsed, pointer);
    });
  }
}

Result<std::string> SecretPart(std::string_view secret, const DynamicReference& reference) {
  if (reference.json_key.empty()) return std::string(secret);
  const auto document = json::Parse(secret);
  if (!document || !document->is_object()) return Invalid("Could not parse SecretString JSON");
  const json::Value* value = document->Find(reference.json_key);
  if (value == nullptr || value->is_null()) {
    return Invalid("Could not find a value associated with JSONKey in SecretString");
  }
  return ScalarText(*value).value_or(json::Write(*value));
}

}  // namespace genesys_cfn::cloudformation
