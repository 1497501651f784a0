// SPDX-License-Identifier: Apache-2.0
#include "yaml/edit.h"

#include <algorithm>

#include "base/text.h"
#include "json/canonical.h"
#include "json/pointer.h"
#include "yaml/layout.h"
#include "yaml/splice.h"

namespace genesys_cfn::yaml {
namespace {

constexpr LoadOptions kOptions{64, size_t{4} << 20, Places::kMarksAndSpans};

std::string_view FunctionName(const json::Value& value) {
  const json::Object* object = value.AsObject();
  if (object == nullptr || object->size() != 1) return {};
  const std::string_view name = object->begin()->first;
  return name == "Ref" || name.starts_with("Fn::") ? name : std::string_view();
}

std::vector<std::string> Tokens(std::string_view pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) return tokens;
  for (const std::string_view token : Split(pointer.substr(1), '/')) {
    tokens.push_back(ReplaceAll(ReplaceAll(token, "~1", "/"), "~0", "~"));
  }
  return tokens;
}

// The document with the value at the pointer set, added or removed.
bool Change(json::Value& root, const std::vector<std::string>& tokens, const std::optional<json::Value>& value) {
  json::Value* at = &root;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool is_last = i + 1 == tokens.size();
    if (json::Object* object = at->AsObject()) {
      if (is_last && !value) return object->Remove(tokens[i]);
      if (is_last) {
        object->Set(tokens[i], *value);
        return true;
      }
      at = object->Find(tokens[i]);
    } else {
      json::Array* array = at->AsArray();
      const auto index = ParseInteger<size_t>(tokens[i]);
      if (array == nullptr || !index || *index >= array->size() || (is_last && !value)) return false;
      at = &(*array)[*index];
      if (is_last) *at = *value;
      if (is_last) return true;
    }
    if (at == nullptr) return false;
  }
  if (value) *at = *value;
  return value.has_value();
}

// One change that a splice can make.
struct Step {
  std::vector<std::string> tokens;
  std::optional<json::Value> value;
};

class Editor {
 public:
  Editor(std::string_view text, Functions functions) : text_(text), functions_(functions) {}

  std::optional<EditError> Apply(const Edit& edit) {
    if (auto error = Load()) return error;
    const std::vector<std::string> tokens = Tokens(edit.pointer);
    std::vector<Step> steps;
    if (auto error = Reach(tokens, edit.value, steps)) return error;
    for (const Step& step : steps) {
      if (auto error = Perform(step)) return error;
    }
    return std::nullopt;
  }

  std::string Take() { return std::move(text_); }

 private:
  std::optional<EditError> Load() {
    auto loaded = yaml::Load(text_, kOptions);
    if (auto* error = std::get_if<SyntaxError>(&loaded)) return EditError{error->mark, "", std::move(error->message)};
    document_ = std::move(std::get<Document>(loaded));
    return std::nullopt;
  }

  // Goes down as far as the document does, and decides there.
  std::optional<EditError> Reach(const std::vector<std::string>& tokens, std::optional<json::Value> value,
                                 std::vector<Step>& steps) {
    const json::Value* at = &document_.root;
    std::string pointer;
    std::vector<std::string> reached;
    for (const std::string& token : tokens) {
      if (auto error = RefuseFunction(*at, pointer)) return error;
      const std::string inner = json::AppendToken(pointer, token);
      const json::Value* next = json::Resolve(document_.root, inner);
      if (next == nullptr) break;
      at = next;
      pointer = inner;
      reached.push_back(token);
    }
    if (reached.size() == tokens.size()) return Compare(*at, value, reached, steps);
    if (!value) return std::nullopt;  // what is to go is not there
    const bool may_grow = at->is_object() || at->is_null();
    if (!may_grow) return Refuse(pointer, "is no object that could take a member");
    for (size_t i = tokens.size(); i-- > reached.size() + (at->is_null() ? 0 : 1);) {
      value = json::Value(json::Object{{tokens[i], *std::move(value)}});
    }
    if (at->is_object()) reached.push_back(tokens[reached.size()]);
    steps.push_back({std::move(reached), std::move(value)});
    return std::nullopt;
  }

  // The steps from one value to another.
  std::optional<EditError> Compare(const json::Value& old, const std::optional<json::Value>& value,
                                   const std::vector<std::string>& tokens, std::vector<Step>& steps) {
    std::string pointer;
    for (const std::string& token : tokens) pointer = json::AppendToken(pointer, token);
    if (!value) {
      steps.push_back({tokens, std::nullopt});
      return std::nullopt;
    }
    if (json::Equivalent(old, *value)) return std::nullopt;
    if (auto error = RefuseFunction(old, pointer)) return error;
    const auto inner = [&](const std::string& token) {
      std::vector<std::string> longer = tokens;
      longer.push_back(token);
      return longer;
    };
    if (old.is_object() && value->is_object() && !old.AsObject()->empty() && !value->AsObject()->empty()) {
      for (const auto& [name, member] : *old.AsObject()) {
        const json::Value* wanted = value->Find(name);
        const auto next = wanted == nullptr ? std::nullopt : std::optional(*wanted);
        if (auto error = Compare(member, next, inner(name), steps)) return error;
      }
      for (const auto& [name, member] : *value->AsObject()) {
        if (old.Find(name) == nullptr) steps.push_back({inner(name), member});
      }
      return std::nullopt;
    }
    if (old.is_array() && value->is_array() && old.AsArray()->size() == value->AsArray()->size()) {
      for (size_t i = 0; i < old.AsArray()->size(); ++i) {
        if (auto error = Compare((*old.AsArray())[i], (*value->AsArray())[i], inner(std::to_string(i)), steps)) {
          return error;
        }
      }
      return std::nullopt;
    }
    steps.push_back({tokens, value});
    return std::nullopt;
  }

  std::optional<EditError> Perform(const Step& step) {
    std::string pointer;
    for (const std::string& token : step.tokens) pointer = json::AppendToken(pointer, token);
    json::Value wanted = document_.root;
    if (!Change(wanted, step.tokens, step.value)) return Refuse(pointer, "cannot be changed there");
    const auto layout = LayOut(text_, document_);
    if (!layout) return Refuse(pointer, "stands in a text too large to be changed in place");
    for (std::string& candidate : Splices(text_, *layout, step.tokens, step.value)) {
      auto loaded = yaml::Load(candidate, kOptions);
      auto* document = std::get_if<Document>(&loaded);
      if (document == nullptr || !json::Equivalent(document->root, wanted)) continue;
      text_ = std::move(candidate);
      document_ = std::move(*document);
      return std::nullopt;
    }
    return Refuse(pointer, "is written in a way that cannot be changed in place");
  }

  std::optional<EditError> RefuseFunction(const json::Value& value, const std::string& pointer) const {
    const std::string_view name = functions_ == Functions::kRefused ? FunctionName(value) : std::string_view();
    if (name.empty()) return std::nullopt;
    return Refuse(pointer, Concat("is written with ", name, ", so its text cannot be changed in place"));
  }

  [[nodiscard]] EditError Refuse(const std::string& pointer, std::string message) const {
    return {document_.positions.Find(pointer), pointer, std::move(message)};
  }

  std::string text_;
  Functions functions_;
  Document document_;
};

}  // namespace

std::variant<std::string, EditError> ApplyEdits(std::string_view text, const std::vector<Edit>& edits,
                                                Functions functions) {
  Editor editor(text, functions);
  for (const Edit& edit : edits) {
    if (auto error = editor.Apply(edit)) return *std::move(error);
  }
  return editor.Take();
}

}  // namespace genesys_cfn::yaml
