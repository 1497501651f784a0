// SPDX-License-Identifier: Apache-2.0
#include "lint/concrete.h"

#include "base/text.h"
#include "json/pointer.h"
#include "template/functions.h"

namespace genesys_cfn::lint {
namespace {

using cloudformation::AsFunction;

bool HasFunctionMember(const json::Object& object) {
  return std::any_of(object.begin(), object.end(),
                     [](const auto& member) { return cloudformation::IsFunctionName(member.first); });
}

}  // namespace

bool IsUnknown(std::string_view text) {
  return text.find(kUnknown) != std::string_view::npos;
}

Concrete::Concrete(const SourceDocument& document, std::string place)
    : document_(&document), place_(std::move(place)) {}

Concrete::Concrete(const SourceDocument& document, std::string place, json::Value value)
    : document_(&document), place_(std::move(place)), value_(std::move(value)) {}

Concrete Concrete::Of(const SourceDocument& document, std::string place, std::optional<bool> branch) {
  const json::Value* source = json::Resolve(document.root(), place);
  Concrete concrete(document, place);
  if (source == nullptr) return concrete;
  auto value = concrete.Resolve(*source, place, "", branch);
  concrete.value_ = value ? *std::move(value) : json::Value(json::Object());
  return concrete;
}

json::Value Concrete::Unknown(const std::string& pointer) {
  unknown_.insert(pointer);
  return kUnknown;
}

// nullopt: there is nothing (AWS::NoValue).
std::optional<json::Value> Concrete::Resolve(const json::Value& value, const std::string& source,
                                             const std::string& pointer, std::optional<bool> branch) {
  if (const auto call = AsFunction(value)) {
    const std::string inside = json::AppendToken(source, call->name);
    if (call->name == "Ref" && *call->argument == json::Value("AWS::NoValue")) return std::nullopt;
    const json::Array* parts = cloudformation::ListOf(*call->argument, 3);
    if (call->name == "Fn::If" && parts != nullptr && branch) {
      const size_t chosen = *branch ? 1 : 2;
      const std::string place = json::AppendIndex(inside, chosen);
      moved_[pointer] = place;
      return Resolve((*parts)[chosen], place, pointer, branch);
    }
    moved_[pointer] = inside;
    if (call->name == "Fn::Sub") return Substituted(*call->argument, inside, pointer);
    return Unknown(pointer);
  }
  if (const json::Array* items = value.AsArray()) {
    json::Array out;
    for (size_t i = 0; i < items->size(); ++i) {
      const std::string at = json::AppendIndex(pointer, out.size());
      const std::string from = json::AppendIndex(source, i);
      if (out.size() != i) moved_[at] = from;
      if (auto item = Resolve((*items)[i], from, at, branch)) out.push_back(*std::move(item));
    }
    return out;
  }
  const json::Object* members = value.AsObject();
  if (members == nullptr) return value;
  if (HasFunctionMember(*members)) return Unknown(pointer);
  json::Object out;
  for (const auto& [name, member] : *members) {
    auto inner = Resolve(member, json::AppendToken(source, name), json::AppendToken(pointer, name), branch);
    if (inner) out.Append(name, *std::move(inner));
  }
  return out;
}

// `${!x}` is `${x}`, a variable is unknown.
json::Value Concrete::Substituted(const json::Value& argument, const std::string& source, const std::string& pointer) {
  const std::string place = argument.is_array() ? json::AppendIndex(source, 0) : source;
  const auto text = document_->Text(place);
  if (!text) return Unknown(pointer);
  moved_[pointer] = place;
  MappedText out;
  const auto add = [&](std::string_view bytes, size_t at) {
    out.text += bytes;
    for (size_t i = 0; i < bytes.size(); ++i) {
      out.offsets.push_back(text->offsets[bytes == kUnknown ? at : std::min(at + i, text->text.size())]);
    }
  };
  for (size_t at = 0; at < text->text.size();) {
    const size_t close = text->text.compare(at, 2, "${") == 0 ? text->text.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      add(text->text.substr(at, 1), at);
      ++at;
    } else if (text->text[at + 2] == '!') {
      add("${", at);
      add(text->text.substr(at + 3, close - at - 2), at + 3);
      at = close + 1;
    } else {
      add(kUnknown, at);
      at = close + 1;
    }
  }
  out.offsets.push_back(text->offsets.back());
  json::Value value(out.text);
  texts_[pointer] = std::move(out);
  return value;
}

std::string Concrete::Source(std::string_view pointer) const {
  for (std::string_view at = pointer;; at = at.substr(0, at.rfind('/'))) {
    const auto moved = moved_.find(at);
    if (moved != moved_.end()) return Concat(moved->second, pointer.substr(at.size()));
    if (at.empty()) return Concat(place_, pointer);
  }
}

Range Concrete::Value(std::string_view pointer) const {
  return document_->Value(Source(pointer));
}

Range Concrete::Name(std::string_view pointer) const {
  return document_->Name(moved_.contains(pointer) ? Concat(place_, pointer) : Source(pointer));
}

std::optional<MappedText> Concrete::Text(std::string_view pointer) const {
  const auto known = texts_.find(pointer);
  if (known != texts_.end()) return known->second;
  return document_->Text(Source(pointer));
}

bool Concrete::IsUnknownAt(std::string_view pointer) const {
  for (std::string_view at = pointer;; at = at.substr(0, at.rfind('/'))) {
    const json::Value* value = json::Resolve(value_, at);
    const std::string* text = value == nullptr ? nullptr : value->AsString();
    if (unknown_.contains(at) || (text != nullptr && IsUnknown(*text))) return true;
    if (at.empty()) return false;
  }
}

std::set<std::string> ConditionsIn(const json::Value& value) {
  std::set<std::string> names;
  if (const json::Array* items = value.AsArray()) {
    for (const json::Value& item : *items) names.merge(ConditionsIn(item));
  } else if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) {
      const json::Array* parts = name == "Fn::If" ? member.AsArray() : nullptr;
      const std::string* condition = parts == nullptr || parts->empty() ? nullptr : parts->front().AsString();
      if (condition != nullptr) names.insert(*condition);
      names.merge(ConditionsIn(member));
    }
  }
  return names;
}

}  // namespace genesys_cfn::lint
