// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "json/pointer.h"
#include "template/check_functions.h"
#include "template/functions.h"
#include "template/sections.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr size_t kMaxOutputs = 200;

bool IsTextOrFunction(const json::Value& value) {
  return ScalarText(value).has_value() || value.is_null() || AsFunction(value).has_value();
}

std::optional<json::Value> ExportNameOf(const json::Value& value, const std::string& pointer, Language language,
                                        Report& report) {
  if (value.is_null()) return std::nullopt;
  const json::Value* name = value.Find("Name");
  if (name == nullptr || value.AsObject()->size() != 1 || !IsTextOrFunction(*name)) {
    report.Add(pointer, "Template format error: Every Export must be an object with a Name and nothing else",
               "Write Export: {Name: ...}.");
    return std::nullopt;
  }
  CheckExpression(*name, pointer + "/Name", language, report);
  return *name;
}

OutputDeclaration LoadOutput(const std::string& key, const json::Object& object, const std::string& pointer,
                             Language language, Report& report) {
  CheckMemberNames("output", object, pointer, {"Value", "Description", "Export", "Condition"}, report);
  OutputDeclaration output;
  output.key = key;
  output.description = ScalarMember(object, "Description", pointer, report).value_or("");
  output.condition = StringMember(object, "Condition", pointer, report);
  if (const json::Value* export_value = object.Find("Export")) {
    output.export_name = ExportNameOf(*export_value, pointer + "/Export", language, report);
  }
  const json::Value* value = object.Find("Value");
  if (value == nullptr) {
    report.Add(pointer, "Template format error: Every Outputs member must contain a Value object");
    return output;
  }
  if (IsTextOrFunction(*value)) {
    CheckExpression(*value, pointer + "/Value", language, report);
  } else {
    report.Add(pointer + "/Value",
               "Template format error: The Value field of every Outputs member must evaluate to a String.",
               "Use Fn::Join for a list.");
  }
  output.value = *value;
  return output;
}

}  // namespace

std::vector<OutputDeclaration> LoadOutputs(const json::Object& section, Language language, Report& report) {
  CheckCount("outputs", section.size(), kMaxOutputs, "/Outputs", report);
  std::vector<OutputDeclaration> outputs;
  for (const auto& [name, value] : section) {
    const std::string pointer = json::AppendToken("/Outputs", name);
    if (!CheckLogicalId("Output", name, pointer, report)) continue;
    if (const json::Object* object = value.AsObject()) {
      outputs.push_back(LoadOutput(name, *object, pointer, language, report));
    } else if (!value.is_null()) {
      report.Add(pointer, "Template format error: Any Outputs member must be an object.");
    }
  }
  return outputs;
}

}  // namespace genesys_cfn::cloudformation
