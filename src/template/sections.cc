// SPDX-License-Identifier: Apache-2.0
#include "template/sections.h"

#include <algorithm>

#include "base/text.h"
#include "json/pointer.h"
#include "template/check_functions.h"
#include "template/functions.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr size_t kMaxLogicalIdBytes = 255;
constexpr size_t kMaxMappings = 200;
constexpr size_t kMaxMappingAttributes = 200;
constexpr std::string_view kLanguageExtensions = "AWS::LanguageExtensions";

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsScalar(const json::Value& value) {
  return ScalarText(value).has_value() || value.is_null();
}

void CheckMappingAttribute(const json::Value& attribute, const std::string& pointer, Report& report) {
  const json::Array* items = attribute.AsArray();
  if (IsScalar(attribute) || (items != nullptr && std::all_of(items->begin(), items->end(), IsScalar))) return;
  const bool has_function = attribute.is_object() && AsFunction(attribute);
  report.Add(pointer, "Template format error: Every Mappings attribute must be a String or a List.",
             has_function ? "Functions are not allowed in Mappings." : "A mapping has exactly two levels of names.");
}

void CheckMapping(const json::Object& mapping, const std::string& pointer, Report& report) {
  CheckCount("mapping attributes", mapping.size(), kMaxMappingAttributes, pointer, report);
  for (const auto& [key, attributes] : mapping) {
    const std::string key_pointer = json::AppendToken(pointer, key);
    if (ReportFunctionAsName(key, key_pointer, report)) continue;
    if (const json::Object* object = attributes.AsObject()) {
      for (const auto& [name, attribute] : *object) {
        CheckMappingAttribute(attribute, json::AppendToken(key_pointer, name), report);
      }
    } else if (!attributes.is_null()) {
      report.Add(key_pointer, "Template format error: Every Mappings member must be a map of maps.",
                 "Mappings have two levels: Mapping, then key, then attribute.");
    }
  }
}

}  // namespace

bool CheckLogicalId(std::string_view kind, const std::string& name, const std::string& pointer, Report& report) {
  if (ReportFunctionAsName(name, pointer, report)) return false;
  if (name.empty() || !std::all_of(name.begin(), name.end(), IsAlphanumeric)) {
    report.Add(pointer,
               Concat("Template format error: ", kind, " name ", TruncateUtf8(name, 300), " is non alphanumeric."),
               "Use letters and digits only.");
    return false;
  }
  if (name.size() <= kMaxLogicalIdBytes) return true;
  report.Add(pointer, Concat("Template format error: ", kind, " name ", name.substr(0, 40), "... has ", name.size(),
                             " characters, more than ", kMaxLogicalIdBytes));
  return false;
}

void CheckCount(std::string_view kind, size_t count, size_t maximum, const std::string& pointer, Report& report) {
  if (count <= maximum) return;
  report.Add(pointer, Concat("Template format error: Number of ", kind, ", ", count,
                             ", is greater than maximum allowed, ", maximum));
}

void CheckMemberNames(std::string_view kind, const json::Object& object, const std::string& pointer,
                      const std::vector<std::string>& known, Report& report) {
  for (const auto& [name, value] : object) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string member = json::AppendToken(pointer, name);
    if (ReportFunctionAsName(name, member, report)) continue;
    report.Add(member, Concat("Invalid template ", kind, " property '", TruncateUtf8(name, 300), "'"),
               Report::SuggestionHint(name, known, Concat("Known are ", Join(known, ", "), '.')));
  }
}

std::optional<std::string> ScalarMember(const json::Object& object, std::string_view name, const std::string& pointer,
                                        Report& report) {
  const json::Value* value = object.Find(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (auto text = ScalarText(*value)) return text;
  report.Add(json::AppendToken(pointer, name),
             Concat("Template format error: Every ", name, " member must be a string."),
             value->is_object() && AsFunction(*value) ? "Intrinsic functions are not allowed here." : "");
  return std::nullopt;
}

std::optional<std::string> StringMember(const json::Object& object, std::string_view name, const std::string& pointer,
                                        Report& report) {
  const json::Value* value = object.Find(name);
  if (value != nullptr && (value->is_number() || value->is_bool())) {
    report.Add(json::AppendToken(pointer, name),
               Concat("Template format error: Every ", name, " member must be a string."), "Put the value in quotes.");
    return std::nullopt;
  }
  return ScalarMember(object, name, pointer, report);
}

void CheckMappings(const json::Object& section, Report& report) {
  CheckCount("mappings", section.size(), kMaxMappings, "/Mappings", report);
  for (const auto& [name, mapping] : section) {
    const std::string pointer = json::AppendToken("/Mappings", name);
    if (!CheckLogicalId("Mapping", name, pointer, report)) continue;
    if (const json::Object* object = mapping.AsObject()) {
      CheckMapping(*object, pointer, report);
    } else if (!mapping.is_null()) {
      report.Add(pointer, "Template format error: Every Mappings member must be a map of maps.");
    }
  }
}

void CheckConditions(const json::Object& section, Language language, Report& report) {
  for (const auto& [name, condition] : section) {
    const std::string pointer = json::AppendToken("/Conditions", name);
    if (CheckLogicalId("Condition", name, pointer, report)) CheckCondition(condition, pointer, language, report);
  }
}

std::vector<std::string> LoadTransforms(const json::Value& section, Report& report) {
  std::vector<std::string> transforms;
  const json::Array one = {section};
  const json::Array& items = section.is_array() ? *section.AsArray() : one;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string pointer = section.is_array() ? json::AppendIndex("/Transform", i) : "/Transform";
    const std::string* name = items[i].AsString();
    if (name == nullptr) {
      if (!items[i].is_null()) {
        report.Add(pointer, "Template format error: Every Transform member must be a string.",
                   "Write Transform: AWS::LanguageExtensions, or a list of names.");
      }
    } else if (*name == kLanguageExtensions) {
      transforms.push_back(*name);
    } else {
      report.Add(pointer,
                 Concat("Template format error: The transform ", TruncateUtf8(*name, 200),
                        " is not supported by the local cloud"),
                 Concat("Only ", kLanguageExtensions,
                        " is expanded here. Deploy to AWS, or give the template that the transform makes."));
    }
  }
  return transforms;
}

}  // namespace genesys_cfn::cloudformation
