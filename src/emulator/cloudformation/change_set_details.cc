// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/change_set_details.h"

#include <map>
#include <utility>

#include "base/text.h"
#include "json/canonical.h"
#include "json/pointer.h"
#include "json/write.h"
#include "template/references.h"

namespace genesys_cfn::emulator {
namespace {

using cloudformation::Reference;
using cloudformation::ReferenceKind;

void MakeKnown(json::Value& value) {
  if (std::string* text = value.AsString()) {
    if (text->find(kKnownAfterApply) != std::string::npos) *text = kKnownAfterApply;
  } else if (json::Array* items = value.AsArray()) {
    for (json::Value& item : *items) MakeKnown(item);
  } else if (json::Object* object = value.AsObject()) {
    for (auto& [name, member] : *object) MakeKnown(member);
  }
}

bool IsUnknown(const json::Value* value) {
  if (value == nullptr) return false;
  const std::string* text = value->AsString();
  if (text != nullptr) return *text == kKnownAfterApply;
  return json::Write(*value).find(kKnownAfterApply) != std::string::npos;
}

std::string TextOf(const json::Value& value) {
  const std::string* text = value.AsString();
  return text == nullptr ? json::Write(value) : *text;
}

// "Resource.Attribute" of the reference at `pointer` of the expression.
std::string AttributeName(const json::Value& expression, const Reference& reference, const std::string& pointer) {
  const json::Value* argument = json::Resolve(expression, pointer);
  if (argument == nullptr) return std::string(reference.name);
  if (const json::Array* parts = argument->AsArray()) {
    const bool is_literal = parts->size() == 2 && (*parts)[1].is_string();
    return is_literal ? Concat(reference.name, ".", *(*parts)[1].AsString()) : std::string(reference.name);
  }
  const std::string* text = argument->AsString();
  if (text == nullptr) return std::string(reference.name);
  if (!reference.is_in_sub) return *text;
  const size_t start = text->find(Concat("${", reference.name, "."));
  if (start == std::string::npos) return std::string(reference.name);
  return text->substr(start + 2, text->find('}', start) - start - 2);
}

struct Cause {
  ChangeSource source = ChangeSource::kDirectModification;
  std::string entity;
};

bool Differs(const ParameterTexts& before, const ParameterTexts& after, const std::string& name) {
  const auto then = before.find(name);
  const auto now = after.find(name);
  return then == before.end() || now == after.end() || then->second != now->second;
}

// Of a value that is not known yet: the resource that will give it. Else the parameter whose value has changed.
Cause CauseOf(const DetailSources& sources, const json::Value& expression, bool is_dynamic) {
  Cause found;
  cloudformation::ForEachReference(expression, "", [&](const Reference& reference, const std::string& pointer) {
    if (!found.entity.empty()) return;
    const std::string name(reference.name);
    const bool is_parameter =
        reference.kind == ReferenceKind::kRef && sources.prepared.source.FindParameter(name) != nullptr;
    if (is_dynamic && reference.kind == ReferenceKind::kAttribute && sources.unknown.attributes.contains(name)) {
      found = {ChangeSource::kResourceAttribute, AttributeName(expression, reference, pointer)};
    } else if (is_dynamic && reference.kind == ReferenceKind::kRef && sources.unknown.ids.contains(name)) {
      found = {ChangeSource::kResourceReference, name};
    } else if (!is_dynamic && is_parameter && Differs(sources.parameters_before, sources.parameters_after, name)) {
      found = {ChangeSource::kParameterReference, name};
    }
  });
  return found;
}

Recreation RecreationOf(const DetailSources& sources, const std::string& name, const json::Object& before,
                        const json::Object& after) {
  if (sources.declaration.is_custom()) return Recreation::kConditionally;
  json::Object changed = before;
  const json::Value* value = after.Find(name);
  if (value == nullptr) {
    changed.Remove(name);
  } else {
    changed.Set(name, *value);
  }
  const bool replaces = sources.types.NeedsReplacement(sources.declaration.type, before, changed);
  return replaces ? Recreation::kAlways : Recreation::kNever;
}

// The property of a pointer into the properties.
std::string NameIn(const std::string& pointer) {
  const std::string token = pointer.substr(1, pointer.find('/', 1) - 1);
  return ReplaceAll(ReplaceAll(token, "~1", "/"), "~0", "~");
}

std::optional<std::string> ShownAt(const json::Object& shown, const std::string& pointer, const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  const json::Value* found = json::Resolve(shown, pointer);
  return found == nullptr ? "****" : TextOf(*found);
}

}  // namespace

json::Object Known(json::Object properties) {
  for (auto& [name, member] : properties) MakeKnown(member);
  return properties;
}

std::vector<PropertyChange> PropertyChangesOf(const DetailSources& sources, const PropertyView& before,
                                              const PropertyView& after) {
  const json::Value former(before.values);
  const json::Value wanted(after.values);
  // Of a property as a whole, however many places in it differ.
  std::map<std::string, Recreation> recreations;
  std::map<std::pair<std::string, bool>, Cause> causes;
  std::vector<PropertyChange> changes;
  for (const json::Difference& difference : json::Diff(former, wanted)) {
    PropertyChange change;
    change.name = NameIn(difference.pointer);
    change.path = Concat("/Properties", difference.pointer);
    change.is_dynamic = IsUnknown(difference.after);
    if (!recreations.contains(change.name)) {
      recreations[change.name] = RecreationOf(sources, change.name, before.values, after.values);
    }
    change.recreation = recreations[change.name];
    const json::Value* expression = sources.declaration.properties.Find(change.name);
    const std::pair<std::string, bool> key(change.name, change.is_dynamic);
    if (expression != nullptr && !causes.contains(key)) causes[key] = CauseOf(sources, *expression, change.is_dynamic);
    change.source = causes[key].source;
    change.causing_entity = causes[key].entity;
    change.before = ShownAt(before.shown, difference.pointer, difference.before);
    change.after = ShownAt(after.shown, difference.pointer, difference.after);
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace genesys_cfn::emulator
