// SPDX-License-Identifier: Apache-2.0
#include "lint/template_rules.h"

#include <map>
#include <set>

#include "base/text.h"
#include "json/pointer.h"
#include "lint/definition_rules.h"
#include "lint/family_rules.h"
#include "lint/parameter_rules.h"
#include "provider/credential_table.h"
#include "provider/custom_auth_action_table.h"
#include "provider/data_action_table.h"
#include "provider/properties.h"
#include "provider/resource_tables.h"
#include "template/functions.h"
#include "template/template.h"

namespace genesys_cfn::lint {
namespace {

using cloudformation::AsFunction;
using cloudformation::DiagnosticKind;

constexpr size_t kMaxParameterBytes = 4096;
constexpr size_t kMaxInlineBytes = 51'200;
constexpr int64_t kMaxServiceTimeout = 3600;
constexpr int64_t kShortServiceTimeout = 60;

class Checker {
 public:
  Checker(const SourceDocument& document, std::string_view text, Findings& findings)
      : document_(document), text_(text), findings_(findings) {}

  void Run() {
    Names();
    Walk(document_.root(), "");
    Diagnostics();
    Sizes();
    CheckParameters(document_, findings_);
    const json::Value* resources = document_.root().Find("Resources");
    if (resources == nullptr || !resources->is_object()) return;
    family_.emplace(document_, tables_);
    for (const auto& [name, resource] : *resources->AsObject()) {
      const auto table = tables_.find(name);
      if (table != tables_.end()) Resource(*table->second, name, resource);
    }
    CheckFamily({document_, *family_, order_ ? &*order_ : nullptr}, findings_);
  }

 private:
  void Names() {
    for (const std::string_view section : {"Parameters", "Resources"}) {
      const json::Value* members = document_.root().Find(section);
      if (members == nullptr || !members->is_object()) continue;
      for (const auto& [name, value] : *members->AsObject()) {
        names_.insert(name);
        const provider::ResourceTable* table = provider::FindTable(value.FindString("Type").value_or(""));
        if (section != "Resources") continue;
        if (table != nullptr) tables_.emplace(name, table);
        if (table == nullptr) Misspelt(value.FindString("Type").value_or(""), name);
      }
    }
  }

  // A custom resource may have any type, so CloudFormation itself says nothing.
  void Misspelt(const std::string& type, const std::string& resource) {
    if (!type.starts_with("Custom::")) return;
    std::vector<std::string> types;
    for (const provider::ResourceTable* table : provider::AllTables()) types.emplace_back(table->type);
    const auto meant = Suggest(type, types);
    if (!meant) return;
    findings_.Add("GC318", document_.Value(json::AppendToken("/Resources", resource) + "/Type"),
                  Concat("the provider of Genesys Cloud resources does not know the type ", type),
                  Concat("Did you mean ", *meant, "?"));
  }

  // Every function of the template.
  void Walk(const json::Value& value, const std::string& pointer) {
    if (const json::Array* items = value.AsArray()) {
      for (size_t i = 0; i < items->size(); ++i) Walk((*items)[i], json::AppendIndex(pointer, i));
    }
    const json::Object* members = value.AsObject();
    if (members == nullptr) return;
    for (const auto& [name, member] : *members) {
      const std::string at = json::AppendToken(pointer, name);
      if (name == "Fn::GetAtt") GetAtt(member, at);
      if (name == "Fn::Sub") Sub(member, at);
      Walk(member, at);
    }
  }

  void GetAtt(const json::Value& argument, const std::string& pointer) {
    const auto reference = cloudformation::AsAttributeReference(argument);
    const std::string* attribute = reference ? reference->attribute.AsString() : nullptr;
    if (attribute == nullptr) return;
    Attribute(reference->logical_id, *attribute, document_.Value(argument.is_array() ? pointer + "/1" : pointer));
  }

  void Attribute(std::string_view resource, const std::string& attribute, Range range) {
    const auto table = tables_.find(resource);
    if (table == tables_.end()) return;
    std::vector<std::string> names;
    for (const provider::AttributeRow& row : table->second->attributes) names.emplace_back(row.name);
    if (std::find(names.begin(), names.end(), attribute) != names.end()) return;
    const auto meant = Suggest(attribute, names);
    findings_.Add("GC313", range, Concat(resource, " (", table->second->type, ") has no attribute ", attribute),
                  meant ? Concat("Did you mean ", *meant, "?") : Concat("The attributes are ", Join(names, ", "), "."));
  }

  void Sub(const json::Value& argument, const std::string& pointer) {
    const std::string place = argument.is_array() ? pointer + "/0" : pointer;
    const auto text = document_.Text(place);
    if (!text) return;
    const auto arguments = cloudformation::AsSubArguments(argument);
    const bool has_loops =
        text_.find("Fn::ForEach") != std::string_view::npos;  // their variables are known to nobody here
    const bool is_result = !has_loops && pointer.find("/successTemplate/") != std::string::npos;
    for (size_t at = text->text.find("${"); at != std::string::npos; at = text->text.find("${", at + 2)) {
      const size_t close = std::min(text->text.find('}', at), text->text.size());
      const std::string variable = text->text.substr(at + 2, close - at - 2);
      const std::string name = variable.substr(0, variable.find_first_of(".[("));
      if (variable.starts_with("!") || names_.contains(name) || name.starts_with("AWS::")) {
        const size_t dot = variable.find('.');
        if (dot != std::string::npos) {
          Attribute(name, variable.substr(dot + 1), text->At(at + 2 + dot + 1, close));
        }
        continue;
      }
      if (arguments && arguments->variables != nullptr && arguments->variables->Contains(variable)) continue;
      const bool is_velocity = name == "input" || name == "credentials" || name == "authResponse" ||
                               name == "rawResult" || name == "esc" || name == "successTemplateUtils";
      if (!is_velocity && !is_result) continue;
      velocity_.insert(Concat(place, " ", name));
      findings_.Add("GC304", text->At(at, close + 1),
                    Concat("Fn::Sub takes ${", variable, "} for a variable of the template"),
                    Concat("Write ${!", variable, "}: CloudFormation leaves ${", variable, "} of it, for Velocity."));
    }
  }

  void Diagnostics() {
    const auto loaded = cloudformation::LoadTemplate(text_);
    if (loaded.value) order_ = cloudformation::DependenciesOf(*loaded.value);
    for (const cloudformation::Diagnostic& diagnostic : loaded.diagnostics) {
      const std::string& message = diagnostic.message;
      if (IsVelocity(diagnostic)) continue;
      if (message.ends_with("is not supported by the local cloud")) {
        findings_.Add("GC317", document_.Value(diagnostic.pointer), message, diagnostic.hint);
        continue;
      }
      const bool is_unresolved = diagnostic.kind == DiagnosticKind::kUnresolved;
      const std::string_view code = is_unresolved                               ? "GC302"
                                    : diagnostic.kind == DiagnosticKind::kCycle ? "GC303"
                                                                                : "GC301";
      Finding& finding = findings_.Add(code, RangeOf(diagnostic), message, diagnostic.hint);
      if (diagnostic.kind == DiagnosticKind::kCycle) finding.related = OthersInCircle(message, finding.range);
    }
  }

  // Of "[A, B]" in the message those that are not underlined.
  [[nodiscard]] std::vector<RelatedPlace> OthersInCircle(std::string_view message, Range underlined) const {
    std::vector<RelatedPlace> places;
    const size_t open = message.find('[');
    const size_t close = message.find(']', std::min(open, message.size()));
    if (close == std::string_view::npos) return places;
    for (const std::string_view name : Split(message.substr(open + 1, close - open - 1), ',')) {
      const std::string pointer = json::AppendToken("/Resources", Trim(name));
      if (json::Resolve(document_.root(), pointer) == nullptr || document_.Name(pointer) == underlined) continue;
      places.push_back({document_.Name(pointer), "part of the circle"});
    }
    return places;
  }

  // Fn::Sub's complaint about what GC304 has told.
  [[nodiscard]] bool IsVelocity(const cloudformation::Diagnostic& diagnostic) const {
    return std::any_of(velocity_.begin(), velocity_.end(), [&](const std::string& known) {
      const size_t blank = known.rfind(' ');
      if (diagnostic.pointer != known.substr(0, blank)) return false;
      return diagnostic.message.find(Concat("[", known.substr(blank + 1), "]")) != std::string::npos ||
             diagnostic.message.find("variable names in Fn::Sub") != std::string::npos;
    });
  }

  // In a text of Fn::Sub the variable itself.
  [[nodiscard]] Range RangeOf(const cloudformation::Diagnostic& diagnostic) const {
    const size_t open = diagnostic.message.find('[');
    const size_t close = diagnostic.message.find(']');
    const auto text = document_.Text(diagnostic.pointer);
    if (text && diagnostic.kind == DiagnosticKind::kUnresolved && close != std::string::npos && open < close) {
      const std::string name = diagnostic.message.substr(open + 1, close - open - 1);
      const size_t at = text->text.find("${" + name);
      if (at != std::string::npos) return text->At(at, std::min(text->text.find('}', at), text->text.size()) + 1);
    }
    const bool is_name = diagnostic.kind != DiagnosticKind::kUnresolved &&
                         diagnostic.message.find("nvalid template") != std::string::npos;
    return is_name ? document_.Name(diagnostic.pointer) : document_.Value(diagnostic.pointer);
  }

  void Sizes() {
    if (text_.size() > kMaxInlineBytes) {
      findings_.Add("GC311", Severity::kNote, {0, 1},
                    Concat("the template has ", text_.size(), " bytes: above ", kMaxInlineBytes,
                           " CloudFormation takes it from S3 only"));
    }
    const json::Value* parameters = document_.root().Find("Parameters");
    if (parameters == nullptr || !parameters->is_object()) return;
    for (const auto& [name, parameter] : *parameters->AsObject()) {
      const auto text = parameter.FindString("Default");
      if (!text || text->size() <= kMaxParameterBytes) continue;
      findings_.Add("GC311", document_.Name(json::AppendToken("/Parameters", name) + "/Default"),
                    Concat("the default has ", text->size(), " bytes; a parameter holds ", kMaxParameterBytes),
                    "Put a definition into the template itself (Definition), or into S3 (DefinitionS3).");
    }
  }

  void Resource(const provider::ResourceTable& table, const std::string& name, const json::Value& resource) {
    const std::string pointer = json::AppendToken("/Resources", name);
    integration_ = IntegrationOf(table, name);
    const json::Value* properties = resource.Find("Properties");
    if (properties == nullptr || !properties->is_object()) {
      findings_.Add("GC308", document_.Name(pointer), Concat("a ", table.type, " needs Properties"));
      return;
    }
    const std::string place = pointer + "/Properties";
    const bool is_included = std::any_of(properties->AsObject()->begin(), properties->AsObject()->end(),
                                         [](const auto& member) { return member.first.starts_with("Fn::"); });
    if (is_included) return;
    Service(*properties, place);
    // With several conditions it is not known which branches belong together.
    const size_t conditions = ConditionsIn(*properties).size();
    for (const bool branch : {true, false}) {
      if (conditions != 1 && !branch) break;
      const auto known = conditions == 1 ? std::optional(branch) : std::nullopt;
      Properties(table, Concrete::Of(document_, place, known), *properties, conditions > 1);
    }
  }

  [[nodiscard]] std::optional<KnownIntegration> IntegrationOf(const provider::ResourceTable& table,
                                                              const std::string& name) const {
    // There are authentication actions on these alone.
    if (&table == &provider::kCustomAuthActionTable) return KnownIntegration{"", std::string(kWebServices), {}};
    const ResourceView* view = family_->Find(name, table);
    const ResourceView* integration = view == nullptr ? nullptr : family_->IntegrationOf(*view);
    if (integration == nullptr) return std::nullopt;
    return KnownIntegration{integration->name, integration->Known("/IntegrationType"),
                            family_->WithoutLogin(*integration)};
  }

  void Service(const json::Value& properties, const std::string& place) {
    if (properties.Find("ServiceToken") == nullptr) {
      findings_.Add("GC307", document_.Name(place),
                    "ServiceToken is missing: it names the function that manages the resource",
                    "Write ServiceToken: !ImportValue genesys-cfn-ServiceToken.");
    }
    const json::Value* timeout = properties.Find("ServiceTimeout");
    if (timeout == nullptr) {
      findings_.Add("GC305", document_.Name(place),
                    "without ServiceTimeout a stack waits for an hour when the function does not answer",
                    "Give more seconds than the function's timeout, for example ServiceTimeout: 900.");
      return;
    }
    const auto seconds = Integer(*timeout);
    const Range range = document_.Value(place + "/ServiceTimeout");
    if (!seconds) {
      if (!AsFunction(*timeout)) {
        findings_.Add("GC305", Severity::kError, range, "ServiceTimeout must be a whole number from 1 to 3600");
      }
    } else if (*seconds < 1 || *seconds > kMaxServiceTimeout) {
      findings_.Add("GC305", Severity::kError, range, "ServiceTimeout must be from 1 to 3600 seconds");
    } else if (const auto function = FunctionTimeout(properties); function && *seconds <= *function) {
      findings_.Add("GC305", range,
                    Concat("ServiceTimeout must be more than the function's own timeout of ", *function, " seconds"));
    } else if (*seconds < kShortServiceTimeout) {
      findings_.Add("GC305", range, "ServiceTimeout leaves no time for a repeated event: take 60 seconds at least");
    }
  }

  static std::optional<int64_t> Integer(const json::Value& value) {
    const std::string* text = value.AsString();
    return text != nullptr ? ParseInteger<int64_t>(*text) : value.AsInteger();
  }

  // Of the function in this template that ServiceToken names.
  [[nodiscard]] std::optional<int64_t> FunctionTimeout(const json::Value& properties) const {
    const json::Value* token = properties.Find("ServiceToken");
    const auto call = token == nullptr ? std::nullopt : AsFunction(*token);
    if (!call || call->name != "Fn::GetAtt") return std::nullopt;
    const auto reference = cloudformation::AsAttributeReference(*call->argument);
    if (!reference) return std::nullopt;
    const std::string at = json::AppendToken("/Resources", reference->logical_id) + "/Properties/Timeout";
    const json::Value* timeout = json::Resolve(document_.root(), at);
    return timeout == nullptr ? std::nullopt : Integer(*timeout);
  }

  // Of what a condition that is not known leaves out, nothing can be said.
  static void RemoveOpenChoices(std::vector<definition::Problem>& problems) {
    const auto is_open = [](const definition::Problem& problem) {
      return problem.rule == definition::Rule::kSource || problem.rule == definition::Rule::kIntegration ||
             problem.rule == definition::Rule::kOther || problem.rule == definition::Rule::kSubstitution;
    };
    problems.erase(std::remove_if(problems.begin(), problems.end(), is_open), problems.end());
  }

  // `deploy` and `package` put the file into S3 and its address in the path's place.
  static void RemoveLocalPath(const Concrete& source, std::vector<definition::Problem>& problems) {
    const auto uri = source.value().FindString("DefinitionUri");
    if (!uri || uri->find(':') != std::string::npos) return;
    std::erase_if(problems, [](const auto& problem) { return problem.pointer == "/DefinitionUri"; });
  }

  // A bucket or a key that is not known may well be right; the problem stands at the property as a whole.
  static void RemoveUnknownPlaces(const Concrete& source, std::vector<definition::Problem>& problems) {
    for (const char* const place : {"/DefinitionS3", "/Function/Zip"}) {
      const json::Value* members = json::Resolve(source.value(), place);
      if (members == nullptr || !members->is_object()) continue;
      const bool is_unknown =
          std::any_of(members->AsObject()->begin(), members->AsObject()->end(),
                      [&](const auto& member) { return source.IsUnknownAt(json::AppendToken(place, member.first)); });
      if (is_unknown) std::erase_if(problems, [&](const auto& problem) { return problem.pointer == place; });
    }
  }

  void Properties(const provider::ResourceTable& table, const Concrete& source, const json::Value& properties,
                  bool has_open_choices) {
    if (!source.value().is_object()) return;
    json::Object members = *source.value().AsObject();
    for (const provider::PropertyRow& row : provider::ServiceProperties()) members.Remove(row.name);
    if (&table == &provider::kDataActionTable) return Action(source, properties, members, has_open_choices);
    std::vector<definition::Problem> problems = ProblemsOf(table, members);
    if (has_open_choices) RemoveOpenChoices(problems);
    if (&table == &provider::kCredentialTable) PlainFields(source, problems);
    AddProblems(problems, source, findings_);
    if (&table == &provider::kCustomAuthActionTable)
      CheckDefinition(source, "/Definition", {names_, false, integration_}, findings_);
  }

  // Who writes values is told how it is done.
  void PlainFields(const Concrete& source, std::vector<definition::Problem>& problems) {
    constexpr std::string_view kPlace = "/CredentialFields";
    if (std::erase_if(problems, [&](const auto& problem) { return problem.pointer == kPlace; }) == 0) return;
    findings_.Add("GC320", source.Name(kPlace), "values of credentials do not belong into a template",
                  "Put them into a Secrets Manager secret as a JSON object, give its id in SecretId, and name its keys "
                  "in Fields.");
  }

  void Action(const Concrete& source, const json::Value& properties, const json::Object& members,
              bool has_open_choices) {
    auto parsed = provider::ParseProperties(members);
    if (has_open_choices) RemoveOpenChoices(parsed.problems);
    RemoveUnknownPlaces(source, parsed.problems);
    RemoveLocalPath(source, parsed.problems);
    AddProblems(parsed.problems, source, findings_);
    if (parsed.pending) Reference(parsed.pending->reference, source);
    const auto& complete =
        parsed.pending ? parsed.pending->properties : parsed.properties.value_or(provider::DataActionProperties());
    if (complete.function) Package(*complete.function, source);
    const DefinitionContext context{names_, members.Contains("Substitutions"), integration_};
    for (const std::string_view name : provider::kInlineSources) {
      const json::Value* written = properties.Find(name);
      if (written == nullptr) continue;
      const std::string at = json::AppendToken("", name);
      CheckDefinition(source, at, context, findings_);
      if (const auto call = AsFunction(*written); call && call->name == "Ref") Default(*call->argument, members);
      Calls(source, at);
    }
  }

  // The definition in a parameter's default, which the property refers to.
  void Default(const json::Value& name, const json::Object& members) {
    const std::string* parameter = name.AsString();
    const std::string at =
        parameter == nullptr ? std::string() : json::AppendToken("/Parameters", *parameter) + "/Default";
    const json::Value* text = parameter == nullptr ? nullptr : json::Resolve(document_.root(), at);
    if (text == nullptr || !text->is_string() || Trim(*text->AsString()).empty()) return;
    const Concrete source(document_, at, *text);
    definition::Overrides overrides;
    if (members.Contains("Name") || members.Contains("DataActionName")) overrides.name = "name";
    AddProblems(definition::Load(*text, overrides).problems, source, findings_);
    CheckDefinition(source, "", {names_, members.Contains("Substitutions"), integration_}, findings_);
  }

  void Reference(const provider::DefinitionReference& reference, const Concrete& source) {
    const std::string at = json::AppendToken("", reference.property);
    if (provider::IsFixed(reference) || source.IsUnknownAt(at)) return;
    findings_.Add("GC310", source.Name(at),
                  Concat(reference.property, " names no version: CloudFormation does not notice a changed text"),
                  "Name a version, or give the text's SHA-256 as DefinitionDigest.");
  }

  void Package(const provider::FunctionProperties& function, const Concrete& source) {
    if (provider::IsFixed(function) || source.IsUnknownAt("/Function/Zip")) return;
    findings_.Add("GC310", source.Name("/Function/Zip"),
                  "Zip names no version: CloudFormation does not notice a changed package",
                  "Name a VersionId, or give the package's SHA-256 as Digest.");
  }

  // Another action by a fixed id: CloudFormation knows of no order then.
  void Calls(const Concrete& source, const std::string& place) {
    const std::string at = place + "/config/request/requestUrlTemplate";
    const auto text = source.Text(at);
    const auto is_action = [](const auto& resource) { return resource.second == &provider::kDataActionTable; };
    if (!text || std::count_if(tables_.begin(), tables_.end(), is_action) < 2) return;
    if (text->text.find("/integrations/actions/") == std::string::npos) return;
    const size_t id = text->text.find("custom_-_");
    if (id != std::string::npos) {
      AddCall(text->At(id, std::min(text->text.find('/', id), text->text.size())));
    } else if (const auto fixed = FixedId(source, *text)) {
      AddCall(text->Whole()).related.push_back(*fixed);
    }
  }

  Finding& AddCall(Range range) {
    return findings_.Add(
        "GC314", range, "this action calls another one by a fixed id, so CloudFormation knows of no order between them",
        "Refer to the action of the template: !Sub with ${LogicalId} in place of the id.");
  }

  // An id that comes out of Substitutions or a parameter's default.
  [[nodiscard]] std::optional<RelatedPlace> FixedId(const Concrete& source, const MappedText& url) const {
    constexpr std::string_view kId = "custom_-_";
    const json::Value* substitutions = source.value().Find("Substitutions");
    const json::Object* texts = substitutions == nullptr ? nullptr : substitutions->AsObject();
    for (const auto& [name, value] : texts == nullptr ? json::Object() : *texts) {
      const bool is_id = value.is_string() && value.AsString()->starts_with(kId);
      if (is_id && url.text.find(Concat("@{", name, "}")) != std::string::npos) {
        return RelatedPlace{source.Value(json::AppendToken("/Substitutions", name)), "the id"};
      }
    }
    const json::Value* parameters = document_.root().Find("Parameters");
    const json::Object* declared = parameters == nullptr ? nullptr : parameters->AsObject();
    const Range whole = url.Whole();
    const std::string_view written = text_.substr(whole.begin, whole.end - whole.begin);
    for (const auto& [name, parameter] : declared == nullptr ? json::Object() : *declared) {
      const bool is_id = parameter.FindString("Default").value_or("").starts_with(kId);
      if (is_id && written.find(Concat("${", name, "}")) != std::string_view::npos) {
        return RelatedPlace{document_.Value(json::AppendToken("/Parameters", name) + "/Default"), "the id"};
      }
    }
    return std::nullopt;
  }

  const SourceDocument& document_;
  std::string_view text_;
  Findings& findings_;
  std::set<std::string> names_;  // parameters and resources
  ResourceTables tables_;        // of our resources
  std::optional<FamilyView> family_;
  std::optional<KnownIntegration> integration_;           // of the resource that is being looked at
  std::optional<cloudformation::DependencyGraph> order_;  // of a template without mistakes
  std::set<std::string> velocity_;
};

}  // namespace

void CheckTemplate(const SourceDocument& document, std::string_view text, Findings& findings) {
  Checker(document, text, findings).Run();
}

}  // namespace genesys_cfn::lint
