// SPDX-License-Identifier: Apache-2.0
#include "template/loops.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/text.h"
#include "json/pointer.h"
#include "template/functions.h"
#include "template/references.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::string_view kLoop = "Fn::ForEach::";
constexpr size_t kMaxBytes = 1'000'000;
constexpr size_t kMaxPositions = 2000;
constexpr std::string_view kFailed = "Transform AWS::LanguageExtensions failed with: ";

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string Alphanumeric(std::string_view text) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept), IsAlphanumeric);
  return kept;
}

std::string ReplaceAll(std::string_view text, std::string_view from, std::string_view to) {
  std::string replaced;
  for (size_t at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
    replaced += Concat(text.substr(0, at), to);
    text.remove_prefix(at + from.size());
  }
  return replaced += text;
}

struct Loop {
  std::string identifier;
  const json::Value* collection = nullptr;
  const json::Object* body = nullptr;
};

std::optional<Loop> AsLoop(const json::Value& value) {
  const json::Array* list = ListOf(value, 3);
  const std::string* identifier = list != nullptr ? list->front().AsString() : nullptr;
  if (identifier == nullptr || identifier->empty() || !list->back().is_object()) return std::nullopt;
  if (!(*list)[1].is_array() && !AsFunction((*list)[1])) return std::nullopt;
  return Loop{*identifier, &(*list)[1], list->back().AsObject()};
}

class Writer {
 public:
  Writer(const EvaluationContext& context, const std::set<std::string>& given, yaml::Positions& positions,
         Report& report)
      : context_(context), given_(given), positions_(positions), report_(report) {}

  // Every loop inside of the value; `pointer` is where it stands in the result.
  json::Value Value(const json::Value& value, const std::string& pointer) {
    if (const json::Array* items = value.AsArray()) {
      json::Array written;
      for (size_t i = 0; i < items->size() && !failed_; ++i) {
        written.push_back(Value((*items)[i], json::AppendIndex(pointer, i)));
      }
      return written;
    }
    if (const json::Object* members = value.AsObject()) return Members(*members, pointer);
    return value;
  }

  [[nodiscard]] Loops result() const { return is_provisional_ || failed_ ? Loops::kProvisional : Loops::kWrittenOut; }

 private:
  // An object that is written; objects with many members are looked up by name.
  struct Target {
    json::Object object;
    std::set<std::string> names;
  };

  json::Object Members(const json::Object& members, const std::string& pointer) {
    Target target;
    for (const auto& [name, member] : members) {
      if (failed_) break;
      if (name.starts_with(kLoop)) {
        WriteLoop(name, member, pointer, target);
      } else {
        Append(target, name, member, pointer, pointer);
      }
    }
    return std::move(target.object);
  }

  void WriteLoop(const std::string& name, const json::Value& value, const std::string& pointer, Target& target) {
    const std::string place = json::AppendToken(pointer, name);
    const yaml::Mark mark = positions_.Find(place);
    const auto loop = AsLoop(value);
    if (!loop) return Fail(place, "Fn::ForEach layout is incorrect");
    const auto items = Collection(*loop->collection, place);
    if (!items) return;
    for (const std::string& item : *items) {
      const json::Value body = Replaced(json::Value(*loop->body), loop->identifier, item);
      if (failed_) return;
      for (const auto& [key, member] : *body.AsObject()) {
        if (positions_.names.size() < before_ + kMaxPositions) {
          positions_.names.emplace(json::AppendToken(pointer, key), mark);
        }
        if (key.starts_with(kLoop)) {
          WriteLoop(key, member, pointer, target);
        } else {
          Append(target, key, member, pointer, place);
        }
        if (failed_) return;
      }
    }
  }

  void Append(Target& target, const std::string& key, const json::Value& member, const std::string& pointer,
              const std::string& place) {
    if (target.names.insert(key).second) {
      target.object.Append(key, Value(member, json::AppendToken(pointer, key)));
    } else {
      Fail(place, Concat("Duplicate key '", key, "' when merging keys to parent object in Fn::ForEach"));
    }
  }

  // Without value: it is wrong.
  std::optional<std::vector<std::string>> Collection(const json::Value& collection, const std::string& place) {
    bool has_values = true;
    ForEachReference(collection, {}, [&](const Reference& reference, const std::string& /*pointer*/) {
      const std::string name(reference.name);
      const bool is_parameter =
          reference.kind == ReferenceKind::kRef && context_.source->FindParameter(name) != nullptr;
      if (!is_parameter || given_.contains(name)) return;
      is_provisional_ = true;
      has_values = has_values && context_.parameters.contains(name);
    });
    if (!has_values) return std::vector<std::string>{"X"};
    const auto value = Evaluate(collection, context_);
    const json::Array* items = value && *value ? (*value)->AsArray() : nullptr;
    if (items == nullptr) {
      Fail(place, value ? "The collection of Fn::ForEach must be a list" : value.error().message);
      return std::nullopt;
    }
    std::vector<std::string> texts;
    for (const json::Value& item : *items) {
      auto text = ScalarText(item);
      if (!text) {
        Fail(place, "The collection of Fn::ForEach must be a list of strings");
        return std::nullopt;
      }
      Spend(text->size() + 16);
      texts.push_back(*std::move(text));
    }
    if (failed_) return std::nullopt;
    return texts;
  }

  json::Value Replaced(const json::Value& value, const std::string& identifier, const std::string& item) {
    Spend(16);
    if (failed_) return {};
    if (const std::string* text = value.AsString()) return ReplacedText(*text, identifier, item);
    if (const json::Array* items = value.AsArray()) {
      json::Array replaced;
      for (const json::Value& inner : *items) replaced.push_back(Replaced(inner, identifier, item));
      return replaced;
    }
    const json::Object* members = value.AsObject();
    if (members == nullptr) return value;
    if (members->size() == 1 && value.FindString("Ref") == identifier) return json::Value(item);
    Target replaced;
    for (const auto& [name, member] : *members) {
      std::string key = ReplacedText(name, identifier, item);
      if (!replaced.names.insert(key).second) {
        Fail("/Resources", Concat("Duplicate key '", key, "' when merging keys to parent object in Fn::ForEach"));
        return {};
      }
      replaced.object.Append(std::move(key), Replaced(member, identifier, item));
    }
    return std::move(replaced.object);
  }

  std::string ReplacedText(std::string_view text, const std::string& identifier, const std::string& item) {
    if (text.find('{') == std::string_view::npos) {
      Spend(text.size());
      return std::string(text);
    }
    std::string replaced = ReplaceAll(text, Concat("${", identifier, '}'), item);
    replaced = ReplaceAll(replaced, Concat("&{", identifier, '}'), Alphanumeric(item));
    Spend(replaced.size());
    return replaced;
  }

  void Spend(size_t bytes) {
    spent_ += bytes;
    if (spent_ > kMaxBytes) Fail("/Resources", Concat("the loops make more than ", kMaxBytes, " bytes"));
  }

  // The first mistake ends the work.
  void Fail(const std::string& pointer, std::string_view reason) {
    if (!failed_) report_.Add(pointer, Concat(kFailed, reason));
    failed_ = true;
  }

  const EvaluationContext& context_;
  const std::set<std::string>& given_;
  yaml::Positions& positions_;
  Report& report_;
  size_t before_ = positions_.names.size();
  size_t spent_ = 0;
  bool is_provisional_ = false;
  bool failed_ = false;
};

bool HasLoops(const json::Value& value) {
  if (const json::Array* items = value.AsArray()) return std::any_of(items->begin(), items->end(), HasLoops);
  const json::Object* members = value.AsObject();
  return members != nullptr && std::any_of(members->begin(), members->end(), [](const auto& member) {
           return member.first.starts_with(kLoop) || HasLoops(member.second);
         });
}

}  // namespace

Loops WriteOutLoops(json::Object& root, const EvaluationContext& context, const std::set<std::string>& given,
                    yaml::Positions& positions, Report& report) {
  Writer writer(context, given, positions, report);
  bool has_loops = false;
  for (const std::string_view section : {"Conditions", "Resources", "Outputs"}) {
    json::Value* value = root.Find(section);
    if (value == nullptr || !HasLoops(*value)) continue;
    has_loops = true;
    *value = writer.Value(*value, Concat('/', section));
  }
  return has_loops ? writer.result() : Loops::kNone;
}

}  // namespace genesys_cfn::cloudformation
