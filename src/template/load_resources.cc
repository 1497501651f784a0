// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "json/pointer.h"
#include "template/check_functions.h"
#include "template/functions.h"
#include "template/policies.h"
#include "template/sections.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr size_t kMaxResources = 500;

class ResourceLoader {
 public:
  ResourceLoader(const json::Object& object, std::string pointer, Language language, Report& report)
      : object_(object), pointer_(std::move(pointer)), language_(language), report_(report) {}

  ResourceDeclaration Load(const std::string& logical_id) {
    CheckMemberNames("resource", object_, pointer_,
                     {"Type", "Properties", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy",
                      "UpdatePolicy", "CreationPolicy", "Metadata"},
                     report_);
    resource_.logical_id = logical_id;
    Type();
    Properties();
    DependsOn();
    resource_.condition = StringMember(object_, "Condition", pointer_, report_);
    resource_.deletion_policy = Policy("DeletionPolicy", resource_.deletion_policy_expression);
    resource_.update_replace_policy = Policy("UpdateReplacePolicy", resource_.update_replace_policy_expression);
    for (const std::string_view part : {"Metadata", "UpdatePolicy", "CreationPolicy"}) {
      if (const json::Value* value = object_.Find(part)) CheckExpression(*value, At(part), language_, report_);
    }
    return std::move(resource_);
  }

 private:
  [[nodiscard]] std::string At(std::string_view name) const { return json::AppendToken(pointer_, name); }

  void Type() {
    if (!object_.Contains("Type")) {
      report_.Add(pointer_,
                  Concat("Template format error: [", pointer_, "] Every Resources object must contain a Type member."));
      return;
    }
    resource_.type = StringMember(object_, "Type", pointer_, report_).value_or("");
    if (object_.Find("Type")->is_string() && resource_.type.empty()) {
      report_.Add(At("Type"),
                  Concat("Template format error: [", pointer_, "] The Type of a resource must not be empty."));
    }
  }

  void Properties() {
    const json::Value* properties = object_.Find("Properties");
    if (properties == nullptr || properties->is_null()) return;
    const json::Object* object = properties->AsObject();
    if (object == nullptr || AsFunction(*properties)) {
      report_.Add(At("Properties"),
                  Concat("Template format error: [", At("Properties"), "] Properties must be an object"),
                  object == nullptr ? "" : "Use functions for the values of single properties.");
      return;
    }
    resource_.properties = *object;
    CheckExpression(*properties, At("Properties"), language_, report_);
  }

  void DependsOn() {
    const json::Value* depends_on = object_.Find("DependsOn");
    if (depends_on == nullptr || depends_on->is_null()) return;
    if (const std::string* name = depends_on->AsString()) {
      resource_.depends_on.push_back(*name);
      return;
    }
    const json::Array* names = depends_on->AsArray();
    bool is_valid = names != nullptr;
    for (size_t i = 0; is_valid && i < names->size(); ++i) {
      const std::string* name = (*names)[i].AsString();
      is_valid = name != nullptr || (*names)[i].is_null();
      if (name != nullptr) resource_.depends_on.push_back(*name);
    }
    if (!is_valid) {
      report_.Add(At("DependsOn"), "Template format error: DependsOn must be a string or list of strings.",
                  "Functions are not possible here: write the logical ids.");
    }
  }

  DeletionPolicy Policy(const std::string& attribute, std::optional<json::Value>& expression) {
    const json::Value* value = object_.Find(attribute);
    if (value != nullptr && language_ == Language::kExtended && AsFunction(*value)) {
      CheckExpression(*value, At(attribute), language_, report_);
      expression = *value;
      return DeletionPolicy::kDelete;
    }
    const auto text = StringMember(object_, attribute, pointer_, report_);
    if (!text) return DeletionPolicy::kDelete;
    const auto policy = ParsePolicy(attribute, *text, resource_);
    if (policy) return *policy;
    const std::vector<std::string> known = PoliciesOf(attribute);
    const bool is_known = std::find(known.begin(), known.end(), *text) != known.end();
    report_.Add(At(attribute), policy.error().message,
                is_known ? "" : Report::SuggestionHint(*text, known, Concat("Known are ", Join(known, ", "), '.')));
    return DeletionPolicy::kDelete;
  }

  const json::Object& object_;
  std::string pointer_;
  Language language_;
  Report& report_;
  ResourceDeclaration resource_;
};

}  // namespace

std::vector<ResourceDeclaration> LoadResources(const json::Object& section, Language language, Report& report) {
  CheckCount("resources", section.size(), kMaxResources, "/Resources", report);
  std::vector<ResourceDeclaration> resources;
  for (const auto& [name, value] : section) {
    std::string pointer = json::AppendToken("/Resources", name);
    if (!CheckLogicalId("Resource", name, pointer, report)) continue;
    if (const json::Object* object = value.AsObject()) {
      resources.push_back(ResourceLoader(*object, std::move(pointer), language, report).Load(name));
    } else if (!value.is_null()) {
      report.Add(std::move(pointer), "Template format error: Any Resources member must be an object.");
    }
  }
  return resources;
}

}  // namespace genesys_cfn::cloudformation
