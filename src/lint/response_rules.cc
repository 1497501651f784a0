// SPDX-License-Identifier: Apache-2.0
// Translation map, its defaults and the names of the success template: GC201 to GC208.
#include "action_runtime/json_path.h"
#include "action_runtime/velocity_references.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "lint/definition_rules.h"
#include "lint/result_rules.h"
#include "lint/velocity.h"

namespace genesys_cfn::lint {
namespace {

using action_runtime::Reference;

const std::string kMap = "/config/response/translationMap";
const std::string kDefaults = "/config/response/translationMapDefaults";
const std::string kTemplate = "/config/response/successTemplate";

class ResponseChecker {
 public:
  explicit ResponseChecker(const ActionView& view) : view_(view) {
    map_ = Members(kMap);
    defaults_ = Members(kDefaults);
    if (map_ == nullptr) return;
    for (const auto& [name, path] : *map_) names_.push_back(name);
  }

  void Run() {
    Paths();
    Defaults();
    const bool has_template = view_.Find(kTemplate) != nullptr;
    auto text = view_.Text(kTemplate);
    if (has_template && (!text || IsUnknown(text->text))) may_use_all_ = true;
    const bool has_text = text.has_value();
    auto parsed = has_text ? ParseTemplate(*std::move(text), view_.findings) : std::nullopt;
    if (parsed) {
      References(*parsed);
      CheckResult(view_, *parsed, map_);
    }
    if (!has_text || parsed) Names();
  }

 private:
  const json::Object* Members(const std::string& pointer) const {
    const json::Value* value = view_.Find(pointer);
    return value == nullptr ? nullptr : value->AsObject();
  }
  [[nodiscard]] bool IsMapped(std::string_view name) const { return map_ != nullptr && map_->Contains(name); }

  void Paths() {
    for (const std::string& name : names_) {
      const auto path = view_.Text(json::AppendToken(kMap, name));
      if (!path || IsUnknown(path->text)) continue;
      const auto parsed = action_runtime::ParseJsonPath(path->text);
      if (const auto* error = std::get_if<action_runtime::TextError>(&parsed)) {
        const Range at = error->offset < path->text.size() ? path->At(error->offset, error->offset + 1) : path->Whole();
        view_.findings.Add("GC201", at, error->message, error->hint);
      }
    }
  }

  void Defaults() {
    if (defaults_ == nullptr) return;
    for (const auto& [name, value] : *defaults_) {
      const std::string pointer = json::AppendToken(kDefaults, name);
      if (!IsMapped(name) && (map_ != nullptr || view_.Find(kMap) == nullptr)) {
        const auto meant = Suggest(name, names_);
        view_.findings.Add("GC203", view_.source.Name(view_.At(pointer)),
                           Concat("\"", name, "\" has a default, but translationMap does not have it"),
                           meant ? Concat("Did you mean \"", *meant, "\"?") : "");
      }
      const auto text = view_.Text(pointer);
      if (!text || IsUnknown(text->text) || json::Parse(text->text)) continue;
      view_.findings.Add("GC208", text->text.empty() ? view_.source.Value(view_.At(pointer)) : text->Whole(),
                         "the default is put into the success template as it stands, and it is not JSON",
                         text->text.empty() ? "Write \"\\\"\\\"\" for an empty text."
                                            : "A text needs quotation marks of its own inside of the string.");
    }
  }

  void References(const ParsedTemplate& parsed) {
    const std::set<std::string> made = MadeNames(parsed.tree);
    action_runtime::VisitReferences(parsed.tree, [&](const action_runtime::ReferenceVisit& visit) {
      const Reference& reference = visit.reference;
      if (made.contains(reference.root)) return;
      if (reference.root == "rawResult") return;
      if (IsMapped(reference.root)) {
        used_.insert(reference.root);
        return;
      }
      if (CheckTool(reference, parsed.text, view_.findings)) return;
      if (map_ == nullptr && view_.Find(kMap) != nullptr) return;
      const bool is_input = reference.root == "input" || reference.root == "credentials";
      std::vector<std::string> known = names_;
      known.emplace_back("rawResult");
      const auto meant = Suggest(reference.root, known);
      if (meant) used_.insert(*meant);
      view_.findings.Add(
          "GC205", is_input ? Severity::kWarning : Severity::kError,
          parsed.text.At(reference.span.offset, reference.span.offset + reference.span.length),
          Concat("the success template knows no ", reference.root,
                 is_input ? ": inputs are there for the request alone" : ": translationMap does not have it"),
          meant ? Concat("Did you mean ", *meant, "?") : "");
    });
  }

  void Names() {
    if (may_use_all_) return;
    for (const std::string& name : names_) {
      const std::string pointer = json::AppendToken(kMap, name);
      if (!used_.contains(name)) {
        view_.findings.Add("GC202", view_.source.Name(view_.At(pointer)),
                           Concat("\"", name, "\" is not used in the success template"));
      } else if (defaults_ == nullptr ? view_.Find(kDefaults) == nullptr : !defaults_->Contains(name)) {
        view_.findings.Add("GC204", view_.source.Name(view_.At(pointer)),
                           Concat("\"", name, "\" has no default: the action fails when the path does not resolve"),
                           "Give one in translationMapDefaults.");
      }
    }
  }

  const ActionView& view_;
  const json::Object* map_ = nullptr;
  const json::Object* defaults_ = nullptr;
  std::vector<std::string> names_;
  std::set<std::string> used_;
  bool may_use_all_ = false;
};

}  // namespace

void CheckResponse(const ActionView& view) {
  if (view.Find("/config/response") != nullptr) ResponseChecker(view).Run();
}

}  // namespace genesys_cfn::lint
