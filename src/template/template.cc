// SPDX-License-Identifier: Apache-2.0
#include "template/template.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "json/pointer.h"
#include "template/check_functions.h"
#include "template/check_references.h"
#include "template/dynamic_references.h"
#include "template/evaluate.h"
#include "template/loops.h"
#include "template/parameter_types.h"
#include "template/report.h"
#include "template/rules.h"
#include "template/sections.h"

namespace genesys_cfn::cloudformation {
namespace {

// What the service takes from S3; its API takes 51,200 bytes inline.
constexpr size_t kMaxBodyBytes = 1'000'000;
constexpr size_t kMaxDescriptionBytes = 1024;

LoadResult Single(yaml::Mark mark, std::string message, std::string hint = {}) {
  LoadResult result;
  result.diagnostics.push_back({mark, "", std::move(message), std::move(hint)});
  return result;
}

LoadResult NotWellFormed(std::string_view text, const yaml::SyntaxError& error) {
  if (error.kind == yaml::SyntaxErrorKind::kUnsupported) return Single(error.mark, error.message);
  return Single(error.mark,
                Concat("Template format error: ", yaml::IsJson(text) ? "JSON" : "YAML", " not well-formed. (line ",
                       error.mark.line, ", column ", error.mark.column, ")"),
                error.message);
}

// Places are worked out only for a template that has one.
bool HasNull(const json::Value& value) {
  if (const json::Array* items = value.AsArray()) return std::any_of(items->begin(), items->end(), HasNull);
  if (const json::Object* members = value.AsObject()) {
    return std::any_of(members->begin(), members->end(), [](const auto& member) { return HasNull(member.second); });
  }
  return value.is_null();
}

void CheckNulls(const json::Value& value, const std::string& pointer, Report& report) {
  if (value.is_null()) {
    report.Add(pointer, Concat('[', pointer, "] 'null' values are not allowed in templates"),
               "Give a value, or leave the name out.");
  } else if (const json::Array* items = value.AsArray()) {
    for (size_t i = 0; i < items->size(); ++i) CheckNulls((*items)[i], json::AppendIndex(pointer, i), report);
  } else if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) CheckNulls(member, json::AppendToken(pointer, name), report);
  }
}

class Loader {
 public:
  // The root is an object.
  Loader(json::Value& root, yaml::Positions& positions, const std::map<std::string, std::string>& parameters)
      : root_(*root.AsObject()), positions_(positions), given_(parameters), report_(positions) {
    if (HasNull(root)) CheckNulls(root, "", report_);
  }

  LoadResult Run() {
    SectionNames();
    Literals();
    if (const json::Value* transform = root_.Find("Transform")) {
      source_.transforms = LoadTransforms(*transform, report_);
      if (!source_.transforms.empty()) source_.language = Language::kExtended;
    }
    if (const json::Object* parameters = Section("Parameters")) {
      source_.parameters = LoadParameters(*parameters, report_);
    }
    if (const json::Object* rules = Section("Rules")) {
      CheckRules(*rules, source_.parameters, report_);
      source_.rules = *rules;
    }
    if (const json::Object* mappings = Section("Mappings")) {
      CheckMappings(*mappings, report_);
      source_.mappings = *mappings;
    }
    if (source_.language == Language::kExtended) WriteOut();
    if (const json::Object* conditions = Section("Conditions")) {
      CheckConditions(*conditions, source_.language, report_);
      source_.conditions = *conditions;
    }
    Resources();
    if (const json::Object* outputs = Section("Outputs"))
      source_.outputs = LoadOutputs(*outputs, source_.language, report_);
    if (!is_provisional_) CheckReferences(source_, root_, report_);
    DynamicReferences();
    LoadResult result;
    result.diagnostics = report_.Take();
    if (result.diagnostics.empty()) result.value = std::move(source_);
    return result;
  }

 private:
  void SectionNames() {
    const std::vector<std::string> known = {"AWSTemplateFormatVersion",
                                            "Description",
                                            "Metadata",
                                            "Parameters",
                                            "Rules",
                                            "Mappings",
                                            "Conditions",
                                            "Transform",
                                            "Resources",
                                            "Outputs"};
    for (const auto& [name, value] : root_) {
      const std::string pointer = json::AppendToken("", name);
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      if (name == "Hooks") {
        report_.Add(pointer, "Template format error: The section Hooks is not supported by the local cloud",
                    "Deploy to AWS, or take the section out to run the template locally.");
      } else if (!ReportFunctionAsName(name, pointer, report_)) {
        report_.Add(pointer, Concat("Invalid template property or properties [", TruncateUtf8(name, 300), ']'),
                    Report::SuggestionHint(name, known, Concat("The sections are ", Join(known, ", "), '.')));
      }
    }
  }

  void Literals() {
    const json::Value* version = root_.Find("AWSTemplateFormatVersion");
    if (version != nullptr && !version->is_null() && *version != json::Value("2010-09-09")) {
      report_.Add("/AWSTemplateFormatVersion", "Template format error: unsupported value for AWSTemplateFormatVersion.",
                  "The only version is \"2010-09-09\".");
    }
    if (version != nullptr && version->is_string()) source_.version = *version->AsString();
    source_.description = ScalarMember(root_, "Description", "", report_).value_or("");
    if (source_.description.size() > kMaxDescriptionBytes) {
      report_.Add("/Description",
                  Concat("Template format error: 'Description' length is greater than ", kMaxDescriptionBytes, "."));
    }
    if (const json::Object* metadata = Section("Metadata")) source_.metadata = *metadata;
  }

  const json::Object* Section(const std::string& name) {
    const json::Value* value = root_.Find(name);
    if (value == nullptr || value->is_null()) return nullptr;
    if (!value->is_object()) {
      report_.Add("/" + name, Concat("Template format error: [/", name, "] ", name, " must be an object."));
    }
    return value->AsObject();
  }

  void Resources() {
    const json::Object* resources = Section("Resources");
    if (resources != nullptr && (!resources->empty() || is_provisional_)) {
      source_.resources = LoadResources(*resources, source_.language, report_);
    } else if (!root_.Contains("Resources") || resources != nullptr) {
      report_.Add("/Resources", "Template format error: At least one Resources member must be defined.");
    }
  }

  void WriteOut() {
    EvaluationContext context;
    context.source = &source_;
    std::set<std::string> given_names;
    for (const ParameterDeclaration& parameter : source_.parameters) {
      const auto given = given_.find(parameter.name);
      if (given != given_.end()) {
        context.parameters[parameter.name] = given->second;
        given_names.insert(parameter.name);
      } else if (parameter.default_value && !StoredType(parameter.type)) {
        context.parameters[parameter.name] = *parameter.default_value;
      }
    }
    const Loops loops = WriteOutLoops(root_, context, given_names, positions_, report_);
    source_.has_loops = loops != Loops::kNone;
    is_provisional_ = loops == Loops::kProvisional;
  }

  // Texts with variables can be judged when those have values.
  void DynamicReferences() {
    size_t count = 0;
    const auto visit = [&](const Result<DynamicReference>& reference, const std::string& pointer) {
      ++count;
      const bool has_variables = !reference && reference.error().message.find("${") != std::string::npos;
      if (!reference && !has_variables) report_.Add(pointer, reference.error().message);
    };
    for (const ResourceDeclaration& resource : source_.resources) {
      const std::string pointer = json::AppendToken("/Resources", resource.logical_id) + "/Properties";
      for (const auto& [name, value] : resource.properties) {
        ForEachDynamicReference(value, json::AppendToken(pointer, name), visit);
      }
    }
    if (count > kMaxDynamicReferences) report_.Add("/Resources", TooManyDynamicReferences(count));
  }

  json::Object& root_;
  yaml::Positions& positions_;
  const std::map<std::string, std::string>& given_;
  Report report_;
  Template source_;
  bool is_provisional_ = false;  // loops will be written out otherwise
};

}  // namespace

bool ResourceDeclaration::is_custom() const {
  return type.starts_with("Custom::") || type == "AWS::CloudFormation::CustomResource";
}

const ResourceDeclaration* Template::FindResource(std::string_view logical_id) const {
  const auto at = std::find_if(resources.begin(), resources.end(),
                               [&](const ResourceDeclaration& resource) { return resource.logical_id == logical_id; });
  return at == resources.end() ? nullptr : &*at;
}

const ParameterDeclaration* Template::FindParameter(std::string_view name) const {
  const auto at = std::find_if(parameters.begin(), parameters.end(),
                               [&](const ParameterDeclaration& parameter) { return parameter.name == name; });
  return at == parameters.end() ? nullptr : &*at;
}

LoadResult LoadTemplate(std::string_view text, const std::map<std::string, std::string>& parameters) {
  if (text.empty() || text.size() > kMaxBodyBytes) {
    const bool is_long = !text.empty();
    return Single({1, 1},
                  Concat("1 validation error detected: Value '", is_long ? "..." : "",
                         "' at 'templateBody' failed to satisfy constraint: Member must have length ",
                         is_long ? "less than or equal to 1000000" : "greater than or equal to 1"),
                  is_long ? Concat("The template has ", text.size(), " bytes.") : "");
  }
  auto loaded = yaml::Load(text);
  if (const auto* error = std::get_if<yaml::SyntaxError>(&loaded)) return NotWellFormed(text, *error);
  auto& document = std::get<yaml::Document>(loaded);
  if (!document.root.is_object()) {
    return Single({1, 1}, "Template format error: unsupported structure.",
                  "A template is a mapping with a Resources section.");
  }
  LoadResult result = Loader(document.root, document.positions, parameters).Run();
  if (result.value) result.value->positions = std::move(document.positions);
  return result;
}

std::string FormatDiagnostic(std::string_view file, const Diagnostic& diagnostic) {
  std::string text =
      Concat(file, ':', diagnostic.mark.line, ':', diagnostic.mark.column, ": error: ", diagnostic.message);
  if (!diagnostic.hint.empty()) text += Concat("\n  hint: ", diagnostic.hint);
  return text;
}

}  // namespace genesys_cfn::cloudformation
