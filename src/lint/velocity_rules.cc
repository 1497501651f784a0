// SPDX-License-Identifier: Apache-2.0
// The templates of the request: GC101 to GC108.
#include "action_runtime/template_tools.h"
#include "action_runtime/velocity_parser.h"
#include "action_runtime/velocity_references.h"
#include "base/text.h"
#include "json/pointer.h"
#include "lint/definition_rules.h"
#include "lint/json_trial.h"
#include "lint/velocity.h"

namespace genesys_cfn::lint {
namespace {

using action_runtime::Reference;

class RequestChecker {
 public:
  explicit RequestChecker(const ActionView& view) : view_(view), schema_(view.Schema("/contract/input/inputSchema")) {
    const json::Value* properties = schema_.Find("properties");
    inputs_ = properties == nullptr ? nullptr : properties->AsObject();
    is_open_ = schema_.AsObject()->empty() || (properties != nullptr && inputs_ == nullptr);
    if (inputs_ == nullptr) return;
    for (const auto& [name, property] : *inputs_) names_.push_back(name);
  }

  bool Run() {
    const std::string request = "/config/request";
    Template(request + "/requestUrlTemplate");
    const json::Value* headers = view_.Find(request + "/headers");
    if (headers != nullptr && headers->is_object()) {
      for (const auto& [name, value] : *headers->AsObject()) Template(json::AppendToken(request + "/headers", name));
    } else if (headers != nullptr) {
      may_use_all_ = true;
    }
    const json::Value* type = view_.Find(request + "/requestType");
    const bool has_body = type == nullptr || *type != json::Value("GET");
    if (has_body) {
      if (view_.Find(request + "/requestTemplate") == nullptr) may_use_all_ = true;  // the default sends every input
      Body(request + "/requestTemplate");
    }
    Unused();
    return is_sound_;
  }

 private:
  // The template's text and syntax tree.
  std::optional<ParsedTemplate> Template(const std::string& pointer) {
    if (view_.Find(pointer) == nullptr) return std::nullopt;
    auto text = view_.Text(pointer);
    if (!text || IsUnknown(text->text)) may_use_all_ = true;
    if (!text) return std::nullopt;
    auto parsed = ParseTemplate(*std::move(text), view_.findings);
    if (!parsed) {
      is_sound_ = false;
      may_use_all_ = true;
      return std::nullopt;
    }
    const std::set<std::string> made = MadeNames(parsed->tree);
    action_runtime::VisitReferences(parsed->tree, [&](const action_runtime::ReferenceVisit& visit) {
      if (!made.contains(visit.reference.root)) Check(visit.reference, parsed->text);
    });
    return parsed;
  }

  void Check(const Reference& reference, const MappedText& text) {
    const Range range = text.At(reference.span.offset, reference.span.offset + reference.span.length);
    if (EqualsIgnoreCase(reference.root, "input")) return Input(reference, text, range);
    if (reference.root == "authResponse") return Login(range);
    if (reference.root == "credentials") return;
    if (CheckTool(reference, text, view_.findings)) return;
    is_sound_ = false;
    if (view_.context.template_names.contains(reference.root) && reference.formal) {
      view_.findings.Add("GC315", range,
                         Concat(reference.source, " names something of the template, but this text is not in Fn::Sub"),
                         "Put !Sub in front, and write ${!input.NAME} for Velocity's own references.");
      return;
    }
    const auto meant =
        Suggest(reference.root, {"input", "credentials", "authResponse", "esc", "encoding", "math", "urlTool"});
    if (meant == "input") may_use_all_ = true;
    const bool is_sure = reference.formal || !reference.steps.empty();
    view_.findings.Add(
        "GC106", is_sure ? Severity::kError : Severity::kWarning, range,
        Concat("$", reference.root, " is not known in a request: Velocity prints ", reference.source, " as it stands"),
        meant ? Concat("Did you mean ", *meant, "?") : "Known are input, credentials, authResponse and the tools.");
  }

  void Login(Range range) {
    const auto& integration = view_.context.integration;
    if (!integration || !integration->without_login) return;
    view_.findings
        .Add("GC322", range,
             Concat("authResponse is what an authentication action answers, and ", integration->name, " has none"),
             "There is one on an integration of the type custom-rest-actions with a credential of the type "
             "userDefinedOAuth.")
        .related.push_back(*integration->without_login);
  }

  void Input(const Reference& reference, const MappedText& text, Range range) {
    if (reference.root != "input") {
      is_sound_ = false;
      view_.findings.Add("GC103", range, Concat("$", reference.root, " is written in another case than input"),
                         "Whether the platform takes it is not documented: write input.");
    }
    if (reference.steps.empty()) {
      may_use_all_ = true;
      return;
    }
    const action_runtime::ReferenceStep& step = reference.steps.front();
    if (step.kind == action_runtime::StepKind::kIndex) may_use_all_ = true;
    if (step.kind != action_runtime::StepKind::kProperty) return;
    if (step.name == "rawRequest") {
      may_use_all_ = true;
      return;
    }
    if (step.name == "orgId" || step.name == "integrationId") return;
    if (std::find(names_.begin(), names_.end(), step.name) != names_.end()) {
      used_.insert(step.name);
      return;
    }
    for (const std::string& name : names_) {
      if (!EqualsIgnoreCase(name, step.name)) continue;
      used_.insert(name);
      view_.findings
          .Add("GC103", range, Concat("\"", step.name, "\" differs from the input \"", name, "\" in letter case"),
               Concat("Whether the platform takes it is not documented: write ", name, "."))
          .related.push_back(Declaration(name));
      is_sound_ = false;
      return;
    }
    is_sound_ = false;
    if (is_open_) return;
    const size_t at = step.span.offset + (text.text.compare(step.span.offset, 1, ".") == 0 ? 1 : 0);
    const auto meant = Suggest(step.name, names_);
    if (meant) used_.insert(*meant);
    Finding& finding =
        view_.findings.Add("GC102", text.At(at, step.span.offset + step.span.length),
                           Concat("the input schema has no input \"", step.name, "\""),
                           meant ? Concat("Did you mean ", *meant, "?") : "Declare it in contract.input.inputSchema.");
    if (meant) finding.related.push_back(Declaration(*meant));
  }

  [[nodiscard]] RelatedPlace Declaration(const std::string& name) const {
    const std::string pointer = json::AppendToken("/contract/input/inputSchema/properties", name);
    return {view_.source.Name(view_.At(pointer)), Concat("the input \"", name, "\"")};
  }

  [[nodiscard]] std::string TypeOf(const Reference& reference) const {
    const bool is_plain = reference.root == "input" && reference.steps.size() == 1 &&
                          reference.steps.front().kind == action_runtime::StepKind::kProperty && inputs_ != nullptr;
    const json::Value* property = is_plain ? inputs_->Find(reference.steps.front().name) : nullptr;
    if (property == nullptr) return {};
    return property->Find("enum") != nullptr ? "enum" : property->FindString("type").value_or("");
  }

  void Body(const std::string& pointer) {
    const auto parsed = Template(pointer);
    if (!parsed) return;
    const std::string_view trimmed = Trim(parsed->text.text);
    if ((!trimmed.starts_with('{') && !trimmed.starts_with('[')) || !SendsJson(view_)) return;
    const auto trial = TryAsJson(parsed->text.text, parsed->tree, [&](const Reference& reference) -> std::string {
      const std::string type = TypeOf(reference);
      if (type == "integer" || type == "number") return "1";
      return type == "boolean" ? "true" : "";
    });
    if (!trial) return;
    if (!trial->value) {
      view_.findings.Add("GC108", parsed->text.At(trial->offset, trial->offset + 1),
                         Concat("the body is not JSON when it is rendered with sample values: ", trial->message));
      return;
    }
    for (const Reference* reference : trial->inside_strings) {
      if (TypeOf(*reference) != "string") continue;
      view_.findings.Add("GC107",
                         parsed->text.At(reference->span.offset, reference->span.offset + reference->span.length),
                         Concat(reference->source,
                                " is a string that is not escaped: a quotation mark or a line end in it breaks the "
                                "JSON"),
                         Concat("Write $esc.jsonEncode(", reference->source, ")."));
    }
  }

  void Unused() {
    if (may_use_all_ || view_.Find("/config/request/requestUrlTemplate") == nullptr) return;
    for (const std::string& name : names_) {
      if (used_.contains(name)) continue;
      const std::string pointer = json::AppendToken("/contract/input/inputSchema/properties", name);
      view_.findings.Add("GC104", view_.source.Name(view_.At(pointer)),
                         Concat("the input \"", name, "\" is not used in URL, headers or body"));
    }
  }

  const ActionView& view_;
  json::Value schema_;
  const json::Object* inputs_ = nullptr;
  bool is_open_ = false;  // which inputs there are is not known
  std::vector<std::string> names_;
  std::set<std::string> used_;
  bool may_use_all_ = false;
  bool is_sound_ = true;
};

}  // namespace

bool CheckTool(const Reference& reference, const MappedText& text, Findings& findings) {
  if (!action_runtime::IsKnownTool(reference.root)) return false;
  if (reference.steps.empty()) return true;
  const std::string& name = reference.steps.front().name;
  if (name.empty() || action_runtime::IsKnownToolMember(reference.root, name)) return true;
  const auto meant =
      Suggest(name, {"jsonEncode", "jsonString", "jsonDecode", "url", "urlFormEncode", "uriEncode", "quote", "base64",
                     "optionalQueryParam", "firstFromArray", "moveKeysIntoArrayOfObjects", "escReserved"});
  const bool has_it = meant && action_runtime::IsKnownToolMember(reference.root, *meant);
  const action_runtime::ReferenceStep& step = reference.steps.front();
  findings.Add("GC105", text.At(reference.span.offset, step.span.offset + name.size() + 1),
               Concat("$", reference.root, " has no macro ", name),
               has_it ? Concat("Did you mean $", reference.root, ".", *meant, "?") : "");
  return true;
}

std::optional<ParsedTemplate> ParseTemplate(MappedText text, Findings& findings) {
  auto parsed = action_runtime::ParseVelocity(text.text);
  if (const auto* error = std::get_if<action_runtime::TextError>(&parsed)) {
    if (!IsUnknown(text.text)) {
      findings.Add("GC101", text.At(error->offset, error->offset + 1), error->message, error->hint);
    }
    return std::nullopt;
  }
  return ParsedTemplate{std::move(text), std::move(std::get<action_runtime::VelocityTemplate>(parsed))};
}

std::set<std::string> MadeNames(const action_runtime::VelocityTemplate& source) {
  std::set<std::string> names = {"foreach", "velocityCount", "velocityHasNext"};
  action_runtime::VisitMadeNames(source, [&](std::string_view name) { names.emplace(name); });
  return names;
}

bool CheckVelocity(const ActionView& view) {
  return RequestChecker(view).Run();
}

}  // namespace genesys_cfn::lint
