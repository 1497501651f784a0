// SPDX-License-Identifier: Apache-2.0
// "{{resolve:ssm:name}}" and its like inside texts (aws-protocols.md 4.4).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::cloudformation {

enum class DynamicService { kSsm, kSsmSecure, kSecretsManager };

struct DynamicReference {
  DynamicService service = DynamicService::kSsm;
  std::string text;  // all of it, with the braces
  // Of a parameter the name; of a secret its name or ARN.
  std::string name;
  std::string version;  // of a parameter; empty for the newest
  std::string json_key;
  std::string version_stage;
  std::string version_id;
};

// A piece of a text: literal, or a reference.
struct DynamicPart {
  std::string literal;
  std::optional<DynamicReference> reference;
};

// References to other services are literal text. kInvalidInput: "Incorrect format is used in the following ...".
Result<std::vector<DynamicPart>> ParseDynamicReferences(std::string_view text);

constexpr size_t kMaxDynamicReferences = 60;
std::string TooManyDynamicReferences(size_t count);

// Without value: the reference stays as it is.
using DynamicResolver = std::function<Result<std::optional<std::string>>(const DynamicReference& reference)>;

// Every text in the value, with what the resolver gives in place of references. What it gives is not looked at again.
// At most kMaxDynamicReferences.
Result<json::Value> ReplaceDynamicReferences(json::Value value, const DynamicResolver& resolve);

// Every reference in a text of the value, with the JSON pointer of that text; those that cannot be read as the error.
void ForEachDynamicReference(const json::Value& value, const std::string& pointer,
                             const std::function<void(const Result<DynamicReference>&, const std::string&)>& visit);

// What a reference to a secret stands for: the whole text, or the value of a key of its JSON. The error is the
// service's text.
Result<std::string> SecretPart(std::string_view secret, const DynamicReference& reference);

}  // namespace genesys_cfn::cloudformation
