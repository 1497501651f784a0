// SPDX-License-Identifier: Apache-2.0
#include "project/definition_edit.h"

#include <algorithm>

#include "base/text.h"
#include "json/canonical.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "yaml/load.h"

namespace genesys_cfn::project {
namespace {

constexpr std::string_view kSubstitution = "@{";

std::optional<std::string> ScalarText(const json::Value& value) {
  if (const std::string* text = value.AsString()) return *text;
  if (const json::Number* number = value.AsNumber()) return json::CanonicalNumber(number->text);
  if (const bool* flag = value.AsBool()) return *flag ? "true" : "false";
  return std::nullopt;
}

// Line ends and trailing blanks do not count, as in definition::Compare.
std::string WithoutLineEnds(std::string_view text) {
  std::string out;
  for (const std::string_view line : Split(text, '\n')) {
    const size_t kept = line.find_last_not_of(" \t\r");
    out += Concat(kept == std::string_view::npos ? std::string_view() : line.substr(0, kept + 1), '\n');
  }
  out.erase(out.find_last_not_of('\n') + 1);
  return out;
}

// Whether what is written means the value: scalars by their text, because CloudFormation makes strings of them.
bool Says(const json::Value& written, const json::Value& value) {
  const auto text = ScalarText(written);
  const auto other = ScalarText(value);
  if (text && other) {
    const bool number_as_text = written.is_string() && value.is_number();
    if (number_as_text) return *text == value.AsNumber()->text || *text == *other;
    return *text == *other || WithoutLineEnds(*text) == WithoutLineEnds(*other);
  }
  const json::Object* object = written.AsObject();
  const json::Object* other_object = value.AsObject();
  if (object != nullptr && other_object != nullptr) {
    return object->size() == other_object->size() &&
           std::all_of(object->begin(), object->end(), [&](const auto& member) {
             const json::Value* counterpart = other_object->Find(member.first);
             return counterpart != nullptr && Says(member.second, *counterpart);
           });
  }
  const json::Array* array = written.AsArray();
  const json::Array* other_array = value.AsArray();
  if (array != nullptr && other_array != nullptr) {
    return std::equal(array->begin(), array->end(), other_array->begin(), other_array->end(), Says);
  }
  return written == value;
}

bool Says(const json::Value* written, const std::optional<json::Value>& value) {
  if (written == nullptr || !value) return (written == nullptr || written->is_null()) && !value;
  return Says(*written, *value);
}

// A number that stands as a string stays one.
std::optional<json::Value> InFormOf(const json::Value* written, const FieldChange& change) {
  const bool is_text = written != nullptr && written->is_string() && change.recorded && !change.recorded->is_string();
  if (!is_text || !change.live || change.live->is_string()) return change.live;
  if (const json::Number* number = change.live->AsNumber()) return json::Value(number->text);
  const auto text = ScalarText(*change.live);
  return text ? std::optional<json::Value>(*text) : change.live;
}

// The longest part of the pointer at which a string stands that must hold the rest; npos when none does.
size_t StringOnTheWay(const json::Value& document, const std::string& pointer) {
  for (size_t end = 0; end != std::string::npos; end = pointer.find('/', end + 1)) {
    const json::Value* value = json::Resolve(document, pointer.substr(0, end));
    if (value == nullptr) break;
    if (value->is_string() && end < pointer.size()) return end;
    if (end == pointer.size()) break;
  }
  return std::string::npos;
}

// nullopt when the change is in `text`.
std::optional<FieldRefusal> Apply(std::string& text, const FieldChange& change, yaml::Functions functions) {
  auto loaded = yaml::Load(text);
  if (auto* error = std::get_if<yaml::SyntaxError>(&loaded)) return FieldRefusal{error->mark, "", error->message};
  const auto& document = std::get<yaml::Document>(loaded);
  const auto refuse = [&](std::string_view message) {
    return FieldRefusal{document.positions.Find(change.pointer), change.pointer, std::string(message)};
  };
  yaml::Edit edit{change.pointer, std::nullopt};
  const size_t outer = StringOnTheWay(document.root, change.pointer);
  if (outer != std::string::npos) {
    edit.pointer = change.pointer.substr(0, outer);
    std::string inner = *json::Resolve(document.root, edit.pointer)->AsString();
    if (!json::Parse(inner)) return refuse("stands in a text that is not JSON");
    const auto refusal =
        Apply(inner, {change.pointer.substr(outer), change.recorded, change.live}, yaml::Functions::kNone);
    if (refusal) return refuse(refusal->message);
    edit.value = std::move(inner);
  } else {
    const json::Value* written = json::Resolve(document.root, change.pointer);
    if (Says(written, change.live)) return std::nullopt;
    const std::string* string = written == nullptr ? nullptr : written->AsString();
    if (string != nullptr && string->find(kSubstitution) != std::string::npos) {
      return refuse("holds a substitution (@{...}), so its text cannot be changed in place");
    }
    edit.value = InFormOf(written, change);
  }
  auto edited = yaml::ApplyEdits(text, {edit}, functions);
  if (const auto* error = std::get_if<yaml::EditError>(&edited))
    return FieldRefusal{error->mark, error->pointer, error->message};
  const json::Value* written = json::Resolve(document.root, change.pointer);
  if (outer == std::string::npos && !Says(written, change.recorded)) {
    const bool is_computed = functions == yaml::Functions::kRefused && written != nullptr && written->is_object() &&
                             change.recorded && change.recorded->is_string();
    if (is_computed) return refuse("is computed by a function of the template: take it out by hand");
    return refuse("says something else than the stack recorded: deploy that change, or undo it, first");
  }
  text = std::get<std::string>(std::move(edited));
  return std::nullopt;
}

}  // namespace

EditedDefinition EditDefinition(std::string_view text, const std::vector<FieldChange>& changes,
                                yaml::Functions functions) {
  EditedDefinition edited{std::string(text), {}};
  for (const FieldChange& change : changes) {
    if (auto refusal = Apply(edited.text, change, functions)) edited.refused.push_back(*std::move(refusal));
  }
  return edited;
}

}  // namespace genesys_cfn::project
