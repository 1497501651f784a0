// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/execution.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr std::string_view kMask = "***";

void CollectTexts(const json::Value& value, std::vector<std::string>& out) {
  if (const auto* const text = value.AsString(); text != nullptr && !text->empty()) out.push_back(*text);
  if (const auto* const array = value.AsArray()) {
    for (const json::Value& item : *array) CollectTexts(item, out);
  }
  if (const auto* const object = value.AsObject()) {
    for (const auto& [name, member] : *object) CollectTexts(member, out);
  }
}

// Longer ones first: one may be part of another.
std::vector<std::string> SecretsOf(const IntegrationContext& context) {
  std::vector<std::string> secrets;
  CollectTexts(context.credentials, secrets);
  if (context.auth_response) CollectTexts(*context.auth_response, secrets);
  // "Bearer" and the like are no secrets, and as short as words of ordinary texts.
  constexpr size_t kShortest = 4;
  std::erase_if(secrets, [](const std::string& text) {
    return text.size() < kShortest || EqualsIgnoreCase(text, "bearer") || EqualsIgnoreCase(text, "basic");
  });
  std::sort(secrets.begin(), secrets.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return secrets;
}

std::string Hide(std::string text, const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) text = ReplaceAll(text, secret, kMask);
  return text;
}

json::Value Hide(const json::Value& value, const std::vector<std::string>& secrets) {
  if (const auto* const text = value.AsString()) return Hide(*text, secrets);
  if (const auto* const array = value.AsArray()) {
    json::Array out;
    for (const json::Value& item : *array) out.push_back(Hide(item, secrets));
    return out;
  }
  if (const auto* const object = value.AsObject()) {
    std::vector<json::Object::Member> members;
    for (const auto& [name, member] : *object) members.emplace_back(name, Hide(member, secrets));
    return json::Object(std::move(members));
  }
  return value;
}

}  // namespace

const StepError* Execution::error() const {
  return steps.empty() || !steps.back().error.has_value() ? nullptr : &*steps.back().error;
}

void Execution::Pass(std::string_view name, std::optional<json::Value> shown) {
  steps.push_back({.name = name, .result = std::move(shown)});
}

void Execution::Fail(std::string_view name, StepError error) {
  steps.push_back({.name = name, .error = std::move(error)});
}

std::string Masked(std::string text, const IntegrationContext& context) {
  return Hide(std::move(text), SecretsOf(context));
}

json::Value Masked(const json::Value& value, const IntegrationContext& context) {
  return Hide(value, SecretsOf(context));
}

}  // namespace genesys_cfn::action_runtime
