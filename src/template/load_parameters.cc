// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "json/pointer.h"
#include "template/decimal.h"
#include "template/functions.h"
#include "template/parameter_types.h"
#include "template/pattern.h"
#include "template/sections.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr size_t kMaxParameters = 200;

class ParameterLoader {
 public:
  ParameterLoader(const json::Object& object, std::string pointer, Report& report)
      : object_(object), pointer_(std::move(pointer)), report_(report) {}

  ParameterDeclaration Load(const std::string& name) {
    CheckMemberNames("parameter", object_, pointer_,
                     {"Type", "Default", "NoEcho", "Description", "ConstraintDescription", "AllowedPattern",
                      "AllowedValues", "MinLength", "MaxLength", "MinValue", "MaxValue"},
                     report_);
    declaration_.name = name;
    Type();
    declaration_.default_value = Scalar("Default");
    declaration_.description = Scalar("Description").value_or("");
    declaration_.constraint_description = Scalar("ConstraintDescription").value_or("");
    NoEcho();
    AllowedPattern();
    AllowedValues();
    declaration_.min_length = Length("MinLength");
    declaration_.max_length = Length("MaxLength");
    declaration_.min_value = Decimal("MinValue");
    declaration_.max_value = Decimal("MaxValue");
    return std::move(declaration_);
  }

 private:
  std::optional<std::string> Scalar(std::string_view name) { return ScalarMember(object_, name, pointer_, report_); }
  void Add(std::string_view name, std::string message, std::string hint = {}) {
    report_.Add(json::AppendToken(pointer_, name), std::move(message), std::move(hint));
  }

  void Type() {
    if (!object_.Contains("Type")) {
      report_.Add(pointer_, "Template format error: Every Parameters object must contain a Type member.");
      return;
    }
    declaration_.type = StringMember(object_, "Type", pointer_, report_).value_or("");
    const std::string& type = declaration_.type;
    if (type.empty() || IsParameterType(type)) return;
    Add("Type", Concat("Template format error: Unrecognized parameter type: ", type),
        Report::SuggestionHint(type, ParameterTypes(),
                               "Usual types are String, Number, CommaDelimitedList, List<Number>."));
  }

  void NoEcho() {
    const auto text = Scalar("NoEcho");
    if (!text) return;
    declaration_.no_echo = EqualsIgnoreCase(*text, "true");
    if (!declaration_.no_echo && !EqualsIgnoreCase(*text, "false")) {
      Add("NoEcho", "Template format error: Every NoEcho member must be true or false.");
    }
  }

  void AllowedPattern() {
    declaration_.allowed_pattern = Scalar("AllowedPattern");
    if (!declaration_.allowed_pattern) return;
    const auto pattern = Pattern::Compile(*declaration_.allowed_pattern);
    if (!pattern) {
      Add("AllowedPattern", Concat("Template format error: The AllowedPattern of parameter ", declaration_.name,
                                   " cannot be read: ", pattern.error().message));
    }
  }

  void AllowedValues() {
    const json::Value* value = object_.Find("AllowedValues");
    if (value == nullptr || value->is_null()) return;
    const json::Array* items = value->AsArray();
    if (items == nullptr) {
      return Add("AllowedValues", "Template format error: Every AllowedValues member must be a list.");
    }
    for (size_t i = 0; i < items->size(); ++i) {
      if (auto text = ScalarText((*items)[i])) {
        declaration_.allowed_values.push_back(*std::move(text));
      } else if (!(*items)[i].is_null()) {
        report_.Add(json::AppendIndex(json::AppendToken(pointer_, "AllowedValues"), i),
                    "Template format error: Every item of AllowedValues must be a string.");
      }
    }
  }

  std::optional<int64_t> Length(std::string_view name) {
    const auto text = Scalar(name);
    if (!text) return std::nullopt;
    const auto number = ParseInteger<int64_t>(*text);
    if (!number || *number < 0) {
      Add(name, Concat("Template format error: Every ", name, " member must be a whole number of at least 0."));
      return std::nullopt;
    }
    return number;
  }

  std::optional<std::string> Decimal(std::string_view name) {
    auto text = Scalar(name);
    if (text && !IsDecimal(*text)) {
      Add(name, Concat("Template format error: Every ", name, " member must be a number."));
      return std::nullopt;
    }
    return text;
  }

  const json::Object& object_;
  std::string pointer_;
  Report& report_;
  ParameterDeclaration declaration_;
};

}  // namespace

std::vector<ParameterDeclaration> LoadParameters(const json::Object& section, Report& report) {
  CheckCount("parameters", section.size(), kMaxParameters, "/Parameters", report);
  std::vector<ParameterDeclaration> parameters;
  for (const auto& [name, value] : section) {
    std::string pointer = json::AppendToken("/Parameters", name);
    if (!CheckLogicalId("Parameter", name, pointer, report)) continue;
    if (const json::Object* object = value.AsObject()) {
      parameters.push_back(ParameterLoader(*object, std::move(pointer), report).Load(name));
    } else if (!value.is_null()) {
      report.Add(std::move(pointer), "Template format error: Any Parameters member must be an object.");
    }
  }
  return parameters;
}

}  // namespace genesys_cfn::cloudformation
