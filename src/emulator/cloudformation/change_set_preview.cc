// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/change_set_preview.h"

#include <algorithm>
#include <functional>

#include "emulator/cloudformation/change_set_details.h"
#include "json/canonical.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

using cloudformation::DeletionPolicy;
using cloudformation::ResourceDeclaration;

// What needs nothing first; the names in one rank in their order.
std::vector<std::string> DependencyOrder(const PreparedTemplate& prepared) {
  std::vector<std::string> order;
  std::set<std::string> seen;
  const std::function<void(const std::string&)> visit = [&](const std::string& logical_id) {
    if (!prepared.active.contains(logical_id) || !seen.insert(logical_id).second) return;
    for (const std::string& needed : prepared.dependencies.at(logical_id)) visit(needed);
    order.push_back(logical_id);
  };
  for (const auto& [logical_id, declaration] : prepared.active) visit(logical_id);
  return order;
}

std::string Context(const json::Object& properties) {
  return json::Write(json::Object{{"Properties", properties}});
}

json::Object ParseObject(std::string_view text) {
  const auto value = json::Parse(text, {.max_depth = 200});
  return value.has_value() && value->is_object() ? *value->AsObject() : json::Object();
}

class Preview {
 public:
  Preview(const StackState& now, const StackState& wanted, const PreviewEnvironment& environment)
      : now_(now), wanted_(wanted), environment_(environment), future_(wanted) {
    former_.record = now.record;
    former_.resources = now.resources;
    former_.masks_attributes = now.masks_attributes;
    // Deployed once, so it can be prepared; a stack without resources may have no template.
    auto prepared = PrepareTemplate(now.record, environment.identity, environment.stored_values);
    if (prepared.has_value()) former_.prepared = std::move(*prepared);
  }

  StackPreview Take() {
    for (const std::string& logical_id : DependencyOrder(*wanted_.prepared)) {
      NeedsCreate(now_, logical_id) ? Add(logical_id) : Compare(logical_id);
    }
    for (const auto& [key, resource] : now_.resources) {
      if (!resource.exists()) continue;
      if (resource.superseded) result_.has_leftovers = true;
      if (!resource.superseded && !wanted_.prepared->active.contains(key)) Remove(resource);
    }
    std::sort(result_.resources.begin(), result_.resources.end(),
              [](const ResourceChange& a, const ResourceChange& b) { return a.logical_id < b.logical_id; });
    result_.changes_tags = now_.record.input.tags != wanted_.record.input.tags;
    const auto outputs = EvaluateOutputs(wanted_, environment_.identity, environment_.exports);
    result_.changes_outputs = !outputs.has_value() || outputs->outputs != now_.record.outputs;
    return std::move(result_);
  }

 private:
  Result<EvaluatedProperties> Evaluate(const std::string& logical_id) {
    auto evaluated = EvaluateResource(future_, logical_id, environment_.identity, environment_.exports);
    const bool is_known = !evaluated.has_value() && evaluated.error().message.starts_with("No export named ");
    if (is_known && result_.problem.empty()) result_.problem = evaluated.error().message;
    return evaluated;
  }

  void Add(const std::string& logical_id) {
    ResourceChange change;
    change.action = ChangeAction::kAdd;
    change.logical_id = logical_id;
    change.type = wanted_.prepared->active.at(logical_id)->type;
    const auto evaluated = Evaluate(logical_id);
    change.after_context = Context(evaluated.has_value() ? Known(ParseObject(evaluated->masked)) : json::Object());
    ResourceRecord made;
    made.key = made.logical_id = logical_id;
    made.type = change.type;
    made.status = ResourceStatus::kCreateComplete;
    made.state.physical_id = kKnownAfterApply;
    made.state.attributes_unknown = true;
    future_.resources[logical_id] = std::move(made);
    unknown_.ids.insert(logical_id);
    unknown_.attributes.insert(logical_id);
    result_.resources.push_back(std::move(change));
  }

  void Compare(const std::string& logical_id) {
    const ResourceRecord& resource = now_.resources.at(logical_id);
    const auto evaluated = Evaluate(logical_id);
    const bool has_failed = ToString(resource.status).ends_with("_FAILED");
    const bool is_same = evaluated.has_value() && json::Equivalent(evaluated->properties, resource.state.properties);
    if (is_same && !has_failed) return;
    Modify(resource, evaluated.has_value() ? &*evaluated : nullptr);
  }

  void Modify(const ResourceRecord& resource, const EvaluatedProperties* evaluated) {
    const ResourceDeclaration& declaration = *wanted_.prepared->active.at(resource.logical_id);
    ResourceChange change;
    change.action = ChangeAction::kModify;
    change.logical_id = resource.logical_id;
    change.physical_id = resource.state.physical_id;
    change.type = resource.type;
    const json::Object shown_before = ShownBefore(resource);
    const json::Object shown_after = evaluated == nullptr ? json::Object() : Known(ParseObject(evaluated->masked));
    change.before_context = Context(shown_before);
    change.after_context = Context(shown_after);
    if (evaluated != nullptr) {
      change.details =
          PropertyChangesOf({declaration, *wanted_.prepared, now_.record.input.parameters,
                             wanted_.record.input.parameters, unknown_, environment_.types},
                            {resource.state.properties, shown_before}, {Known(evaluated->properties), shown_after});
    }
    change.replacement = ReplacementOf(resource, change.details);
    if (change.replacement == Replacement::kTrue) {
      change.policy_action =
          declaration.update_replace_policy == DeletionPolicy::kDelete ? "ReplaceAndDelete" : "ReplaceAndRetain";
    }
    ResourceState& future = future_.resources.at(resource.logical_id).state;
    future.attributes_unknown = true;
    unknown_.attributes.insert(resource.logical_id);
    if (change.replacement != Replacement::kFalse) {
      future.physical_id = kKnownAfterApply;
      unknown_.ids.insert(resource.logical_id);
    }
    result_.resources.push_back(std::move(change));
  }

  // A custom resource is replaced if its function answers with another physical id, and only the function knows.
  static Replacement ReplacementOf(const ResourceRecord& resource, const std::vector<PropertyChange>& details) {
    if (resource.is_custom()) return Replacement::kConditional;
    Replacement replacement = Replacement::kFalse;
    for (const PropertyChange& detail : details) {
      if (detail.recreation == Recreation::kNever) continue;
      if (!detail.is_dynamic && detail.recreation == Recreation::kAlways) return Replacement::kTrue;
      replacement = Replacement::kConditional;
    }
    return replacement;
  }

  // The recorded properties without NoEcho values: only the former template knows where those stand.
  [[nodiscard]] json::Object ShownBefore(const ResourceRecord& resource) const {
    const bool has_secrets = !now_.record.input.no_echo.empty() || now_.masks_attributes;
    if (!has_secrets) return resource.state.properties;
    if (former_.prepared == nullptr || !former_.prepared->active.contains(resource.logical_id)) return {};
    const auto evaluated = EvaluateResource(former_, resource.logical_id, environment_.identity, environment_.exports);
    return evaluated.has_value() ? ParseObject(evaluated->masked) : json::Object();
  }

  void Remove(const ResourceRecord& resource) {
    ResourceChange change;
    change.action = ChangeAction::kRemove;
    change.logical_id = resource.logical_id;
    change.physical_id = resource.state.physical_id;
    change.type = resource.type;
    change.policy_action = resource.state.deletion_policy == DeletionPolicy::kDelete ? "Delete" : "Retain";
    change.before_context = Context(ShownBefore(resource));
    result_.resources.push_back(std::move(change));
  }

  const StackState& now_;
  const StackState& wanted_;
  const PreviewEnvironment& environment_;
  StackState future_;  // what is known of the stack after what was looked at so far
  StackState former_;  // now, with its own template
  UnknownResources unknown_;
  StackPreview result_;
};

}  // namespace

StackPreview PreviewUpdate(const StackState& now, const StackState& wanted, const PreviewEnvironment& environment) {
  return Preview(now, wanted, environment).Take();
}

}  // namespace genesys_cfn::emulator
