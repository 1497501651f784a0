// SPDX-License-Identifier: Apache-2.0
#include "template/references.h"

#include "json/pointer.h"
#include "template/functions.h"

namespace genesys_cfn::cloudformation {
namespace {

using Visit = std::function<void(const Reference&, const std::string& pointer)>;

// A scalar refers to nothing: its pointer need not be made.
bool HasParts(const json::Value& value) {
  return value.is_array() || value.is_object();
}

class Walker {
 public:
  Walker(const Visit& visit, bool in_conditions) : visit_(visit), in_conditions_(in_conditions) {}

  void Walk(const json::Value& value, const std::string& pointer) {
    if (const json::Array* items = value.AsArray()) {
      for (size_t i = 0; i < items->size(); ++i) {
        if (HasParts((*items)[i])) Walk((*items)[i], json::AppendIndex(pointer, i));
      }
    } else if (const auto call = AsFunction(value)) {
      Function(*call, json::AppendToken(pointer, call->name));
    } else if (const json::Object* members = value.AsObject()) {
      if (in_conditions_ && members->size() == 1 && value.FindString("Condition")) {
        visit_({ReferenceKind::kCondition, *members->Find("Condition")->AsString()},
               json::AppendToken(pointer, "Condition"));
        return;
      }
      for (const auto& [name, member] : *members) {
        if (HasParts(member)) Walk(member, json::AppendToken(pointer, name));
      }
    }
  }

 private:
  void Function(const FunctionCall& call, const std::string& pointer) {
    const json::Value& argument = *call.argument;
    if (call.name == "Ref") {
      const std::string* name = argument.AsString();
      if (name != nullptr && !name->empty()) visit_({ReferenceKind::kRef, *name}, pointer);
    } else if (call.name == "Fn::GetAtt") {
      if (const auto reference = AsAttributeReference(argument)) {
        visit_({ReferenceKind::kAttribute, reference->logical_id}, pointer);
        Walk(reference->attribute, json::AppendIndex(pointer, 1));
      }
    } else if (call.name == "Fn::Sub") {
      Sub(argument, pointer);
    } else {
      FirstName(call, pointer);
      Walk(argument, pointer);
    }
  }

  void FirstName(const FunctionCall& call, const std::string& pointer) {
    const json::Array* list = ListOf(*call.argument, 3);
    const std::string* name = list != nullptr ? list->front().AsString() : nullptr;
    if (call.name == "Fn::ImportValue") visit_({ReferenceKind::kImport, {}}, pointer);
    if (name == nullptr) return;
    const std::string first = json::AppendIndex(pointer, 0);
    if (call.name == "Fn::If") visit_({ReferenceKind::kCondition, *name}, first);
    if (call.name == "Fn::FindInMap") visit_({ReferenceKind::kMapping, *name}, first);
  }

  void Sub(const json::Value& argument, const std::string& pointer) {
    const auto arguments = AsSubArguments(argument);
    if (!arguments) return;
    const bool is_list = arguments->variables != nullptr;
    const auto parts = ParseSub(arguments->text);
    if (parts) {
      const std::string text_pointer = is_list ? json::AppendIndex(pointer, 0) : pointer;
      for (const SubPart& part : *parts) {
        if (!part.is_variable || (is_list && arguments->variables->Contains(part.text))) continue;
        const std::string_view name = part.text;
        const size_t dot = name.find('.');
        const ReferenceKind kind = dot == std::string_view::npos ? ReferenceKind::kRef : ReferenceKind::kAttribute;
        visit_({kind, name.substr(0, dot), true}, text_pointer);
      }
    }
    if (!is_list) return;
    const std::string map_pointer = json::AppendIndex(pointer, 1);
    for (const auto& [name, value] : *arguments->variables) Walk(value, json::AppendToken(map_pointer, name));
  }

  const Visit& visit_;
  bool in_conditions_;
};

}  // namespace

void ForEachReference(const json::Value& expression, std::string_view pointer, const Visit& visit) {
  Walker(visit, false).Walk(expression, std::string(pointer));
}

void ForEachConditionReference(const json::Value& expression, std::string_view pointer, const Visit& visit) {
  Walker(visit, true).Walk(expression, std::string(pointer));
}

}  // namespace genesys_cfn::cloudformation
