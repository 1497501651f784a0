// SPDX-License-Identifier: Apache-2.0
#include "action_tests/template_subject.h"

#include <optional>

#include "action_tests/member_reader.h"
#include "base/text.h"
#include "provider/properties.h"
#include "template/evaluate.h"
#include "template/parameters.h"
#include "template/template.h"

namespace genesys_cfn::action_tests {
namespace {

namespace fs = std::filesystem;
using cloudformation::ResourceDeclaration;

constexpr std::string_view kType = "Custom::GenesysDataAction";

class TemplateLoader {
 public:
  TemplateLoader(const TestFile& file, const SubjectFile& subject, const ReadText& read)
      : file_(file), subject_(subject), read_(read) {}

  std::variant<TemplateAction, Diagnostics> Run() {
    auto loaded = cloudformation::LoadTemplate(subject_.text, {file_.parameters.begin(), file_.parameters.end()});
    for (cloudformation::Diagnostic& diagnostic : loaded.diagnostics) {
      found_.push_back(DiagnosticAt(subject_.path.string(), subject_.text, diagnostic.mark,
                                    std::move(diagnostic.message), std::move(diagnostic.hint)));
    }
    if (!loaded.value) return std::move(found_);
    template_ = std::move(*loaded.value);
    const ResourceDeclaration* const resource = ChooseResource();
    if (resource == nullptr) return std::move(found_);
    auto properties = Evaluate(*resource);
    if (!properties) return std::move(found_);
    return Parse(resource->logical_id, *std::move(properties));
  }

 private:
  void AddToTestFile(std::string_view pointer, std::string message, std::string hint = {}) {
    found_.push_back(file_.source.At(file_.source.ValuePlace(pointer), std::move(message), std::move(hint)));
  }

  const ResourceDeclaration* ChooseResource() {
    std::vector<std::string> names;
    const ResourceDeclaration* last = nullptr;
    for (const ResourceDeclaration& resource : template_.resources) {
      if (resource.type != kType) continue;
      names.push_back(resource.logical_id);
      last = &resource;
      if (file_.resource == resource.logical_id) return last;
    }
    const std::string path = subject_.path.string();
    if (names.empty()) {
      AddToTestFile("/template", Concat(path, " has no resource of the type ", kType));
    } else if (file_.resource) {
      AddToTestFile("/resource", Concat(path, " has no data action ", TruncateUtf8(*file_.resource, 80)),
                    Hint(*file_.resource, names));
    } else if (names.size() == 1) {
      return last;
    } else {
      AddToTestFile("/template", Concat(path, " has several data actions: say which one is tested"),
                    Concat("Write resource: ", names.front(), "; the others are ",
                           Join({names.begin() + 1, names.end()}, ", "), "."));
    }
    return nullptr;
  }

  std::optional<json::Object> Evaluate(const ResourceDeclaration& resource) {
    cloudformation::EvaluationContext context;
    context.source = &template_;
    context.pseudo = {
        .account_id = "000000000000", .region = "us-east-1", .stack_id = std::string(kStackId), .stack_name = "test"};
    std::map<std::string, cloudformation::GivenParameter> given;
    for (const auto& [name, text] : file_.parameters) {
      if (template_.FindParameter(name) == nullptr) RefuseParameter(name);
      given[name] = {text, false};
    }
    if (!found_.empty()) return std::nullopt;
    auto parameters = cloudformation::ResolveParameters(template_, given, {});
    if (!parameters) {
      AddToTestFile("/parameters", parameters.error().message, "Give values of parameters under parameters.");
      return std::nullopt;
    }
    context.parameters = *std::move(parameters);
    context.ref = [](std::string_view id) { return std::optional<std::string>(id); };
    context.get_att = [](std::string_view id, std::string_view attribute) {
      return Result<json::Value>(json::Value(Concat(id, ".", attribute)));
    };
    context.import = [](std::string_view name) { return Result<std::string>(std::string(name)); };
    auto conditions = cloudformation::EvaluateConditions(context);
    if (!conditions) return Refuse(resource, conditions.error().message);
    context.conditions = *std::move(conditions);
    if (resource.condition && !context.conditions[*resource.condition]) {
      AddToTestFile("/parameters", Concat("with these parameters there is no ", resource.logical_id, ": its condition ",
                                          *resource.condition, " is false"));
      return std::nullopt;
    }
    auto properties = cloudformation::EvaluateProperties(resource.properties, context);
    if (!properties) return Refuse(resource, properties.error().message);
    return *std::move(properties);
  }

  void RefuseParameter(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& parameter : template_.parameters) names.push_back(parameter.name);
    const std::string pointer = Concat("/parameters/", name);
    found_.push_back(file_.source.At(file_.source.NamePlace(pointer),
                                     Concat("the template has no parameter ", TruncateUtf8(name, 80)),
                                     Hint(name, names)));
  }

  std::optional<json::Object> Refuse(const ResourceDeclaration& resource, std::string message) {
    AddToTemplate(PropertiesOf(resource.logical_id), std::move(message));
    return std::nullopt;
  }

  void AddToTemplate(std::string_view pointer, std::string message) {
    found_.push_back(
        DiagnosticAt(subject_.path.string(), subject_.text, template_.positions.Find(pointer), std::move(message)));
  }

  static std::string PropertiesOf(std::string_view logical_id) {
    return Concat("/Resources/", logical_id, "/Properties");
  }

  std::variant<TemplateAction, Diagnostics> Parse(const std::string& logical_id, json::Object properties) {
    properties.Remove("ServiceToken");
    properties.Remove("ServiceTimeout");
    const json::Value strings = cloudformation::StringifyScalars(json::Value(std::move(properties)));
    json::Object members = *strings.AsObject();
    if (!PutLocalDefinition(logical_id, members)) return std::move(found_);
    auto parsed = provider::ParseProperties(members);
    if (parsed.pending) {
      const std::string& property = parsed.pending->reference.property;
      AddToTemplate(Concat(PropertiesOf(logical_id), "/", property),
                    Concat("the definition stands elsewhere (", property, ")"));
      found_.back().hint = "Test the definition's own file: write definition: FILE in place of template and resource.";
    }
    for (const definition::Problem& problem : parsed.problems) AddProblem(logical_id, problem);
    if (!parsed.properties) return std::move(found_);
    TemplateAction made{logical_id, std::move(parsed.properties->action)};
    if (const auto& function = parsed.properties->function) {
      made.handler = function->settings.handler;
      made.timeout_seconds = static_cast<int>(function->settings.timeout_seconds);
    }
    return made;
  }

  // `DefinitionUri: actions/a.json` is a file beside the template, which a deployment puts into S3.
  bool PutLocalDefinition(const std::string& logical_id, json::Object& members) {
    const json::Value* const uri = members.Find("DefinitionUri");
    const std::string* const path = uri == nullptr ? nullptr : uri->AsString();
    if (path == nullptr || path->starts_with("s3://")) return true;
    const fs::path local = (subject_.path.parent_path() / *path).lexically_normal();
    auto text = read_(local);
    if (!text) {
      AddToTemplate(Concat(PropertiesOf(logical_id), "/DefinitionUri"), text.error().message);
      return false;
    }
    auto loaded = SourceFile::Load(local.string(), *std::move(text));
    if (auto* const diagnostic = std::get_if<Diagnostic>(&loaded)) {
      found_.push_back(std::move(*diagnostic));
      return false;
    }
    local_ = std::get<SourceFile>(std::move(loaded));
    members.Remove("DefinitionUri");
    members.Set("Definition", local_->root());
    return true;
  }

  void AddProblem(const std::string& logical_id, const definition::Problem& problem) {
    constexpr std::string_view kDefinition = "/Definition";
    if (local_ && problem.pointer.starts_with(kDefinition)) {
      const auto place = local_->ValuePlace(std::string_view(problem.pointer).substr(kDefinition.size()));
      found_.push_back(local_->At(place, TextOf(problem)));
    } else {
      AddToTemplate(Concat(PropertiesOf(logical_id), problem.pointer), TextOf(problem));
    }
  }

  static constexpr std::string_view kStackId =
      "arn:aws:cloudformation:us-east-1:000000000000:stack/test/00000000-0000-0000-0000-000000000000";

  const TestFile& file_;
  const SubjectFile& subject_;
  const ReadText& read_;
  cloudformation::Template template_;
  std::optional<SourceFile> local_;  // the definition, when it stands in a file of its own
  Diagnostics found_;
};

}  // namespace

std::variant<TemplateAction, Diagnostics> LoadFromTemplate(const TestFile& file, const SubjectFile& subject,
                                                           const ReadText& read) {
  return TemplateLoader(file, subject, read).Run();
}

}  // namespace genesys_cfn::action_tests
