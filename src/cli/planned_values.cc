// SPDX-License-Identifier: Apache-2.0
#include "cli/planned_values.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "definition/mask_credentials.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"
#include "template/functions.h"

namespace genesys_cfn::cli {
namespace {

// How DescribeChangeSet writes what it does not know, or does not say.
constexpr std::string_view kKnownLater = "{{changeSet:KNOWN_AFTER_APPLY}}";
constexpr std::string_view kMasked = "****";
constexpr std::string_view kNewId = "(the new id of ";
constexpr size_t kShownBytes = 80;

json::Object PropertiesOf(const std::string& context) {
  const auto parsed = json::Parse(context);
  const json::Value* found = parsed ? parsed->Find("Properties") : nullptr;
  if (found == nullptr || !found->is_object()) return {};
  json::Object properties = *found->AsObject();
  for (const std::string_view name : {"ServiceToken", "ServiceTimeout"}) properties.Remove(name);
  return properties;
}

// The resource whose id the expression gives, whatever else changes; empty for every other expression.
std::string_view ReferredIn(const json::Value& expression) {
  const auto call = cloudformation::AsFunction(expression);
  if (!call) return {};
  if (call->name == "Ref") return call->argument->is_string() ? std::string_view(*call->argument->AsString()) : "";
  const auto reference =
      call->name == "Fn::GetAtt" ? cloudformation::AsAttributeReference(*call->argument) : std::nullopt;
  const std::string* attribute = reference ? reference->attribute.AsString() : nullptr;
  const bool is_id = attribute != nullptr && (*attribute == "Id" || *attribute == "DataActionId");
  return is_id ? reference->logical_id : std::string_view();
}

void Resolve(const json::Value& expression, const FutureIds& ids, json::Value& value) {
  if (std::string* text = value.AsString()) {
    const auto id = ids.find(ReferredIn(expression));
    if (*text == kKnownLater && id != ids.end()) *text = id->second;
  } else if (json::Array* items = value.AsArray()) {
    const json::Array* expressions = expression.AsArray();
    if (expressions == nullptr || expressions->size() != items->size()) return;
    for (size_t i = 0; i < items->size(); ++i) Resolve((*expressions)[i], ids, (*items)[i]);
  } else if (json::Object* members = value.AsObject()) {
    if (expression.is_object()) ResolveReferences(*expression.AsObject(), ids, *members);
  }
}

bool IsMasked(const json::Value& value) {
  return json::Write(value).find(kMasked) != std::string::npos;
}

std::string Shown(const json::Value* value) {
  if (value == nullptr) return "(none)";
  if (IsMasked(*value)) return "***";
  if (HoldsStandIn(*value)) return "(known at the deployment)";
  return std::string(TruncateUtf8(definition::ShowMasked("", value, nullptr).before, kShownBytes));
}

json::Object* ObjectIn(json::Object& parent, const std::string& name) {
  json::Value* value = parent.Find(name);
  return value == nullptr ? nullptr : value->AsObject();
}

void TakeOut(json::Object& desired, json::Object& recorded, json::Object& live, const std::string& place,
             std::vector<definition::FieldDifference>& out) {
  std::set<std::string> names;
  for (const auto& [name, value] : desired) names.insert(name);
  for (const auto& [name, value] : recorded) names.insert(name);
  for (const std::string& name : names) {
    const json::Value* const after = desired.Find(name);
    const json::Value* const before = recorded.Find(name);
    if ((after == nullptr || !HoldsStandIn(*after)) && (before == nullptr || !HoldsStandIn(*before))) continue;
    const std::string field = place.empty() ? name : Concat(place, ".", name);
    const bool are_objects = (after == nullptr || after->is_object()) && (before == nullptr || before->is_object());
    if (are_objects) {
      json::Object none;  // at most one is not there
      json::Object not_live;
      json::Object* const inner_desired = ObjectIn(desired, name);
      json::Object* const inner_recorded = ObjectIn(recorded, name);
      json::Object* const inner_live = ObjectIn(live, name);
      TakeOut(inner_desired == nullptr ? none : *inner_desired, inner_recorded == nullptr ? none : *inner_recorded,
              inner_live == nullptr ? not_live : *inner_live, field, out);
      continue;
    }
    const bool hides = (after != nullptr && IsMasked(*after)) || (before != nullptr && IsMasked(*before));
    const json::Value* const stands = live.Find(name) != nullptr ? live.Find(name) : before;
    out.push_back({field, hides && stands != nullptr ? "***" : Shown(stands), Shown(after)});
    desired.Remove(name);
    recorded.Remove(name);
    live.Remove(name);
  }
}

}  // namespace

PropertyBags BagsOf(const aws::ResourceChange& change) {
  return {PropertiesOf(change.before_context), PropertiesOf(change.after_context)};
}

bool HoldsStandIn(const json::Value& value) {
  if (const std::string* text = value.AsString()) {
    return text->find(kKnownLater) != std::string::npos || text->find(kMasked) != std::string::npos;
  }
  if (const json::Array* items = value.AsArray()) return std::any_of(items->begin(), items->end(), HoldsStandIn);
  const json::Object* members = value.AsObject();
  return members != nullptr &&
         std::any_of(members->begin(), members->end(), [](const auto& member) { return HoldsStandIn(member.second); });
}

std::string NewIdOf(std::string_view logical_id) {
  return Concat(kNewId, logical_id, ")");
}

bool IsNewId(std::string_view text) {
  return text.find(kNewId) != std::string_view::npos;
}

void ResolveReferences(const json::Object& expressions, const FutureIds& ids, json::Object& properties) {
  for (auto& [name, value] : properties) {
    const json::Value* expression = expressions.Find(name);
    if (expression != nullptr) Resolve(*expression, ids, value);
  }
}

std::vector<definition::Problem> CertainProblems(std::vector<definition::Problem> problems,
                                                 const json::Object& properties) {
  std::erase_if(problems, [&](const definition::Problem& problem) {
    // A place inside a text is that text's.
    for (std::string place = problem.pointer; place.starts_with("/"); place.resize(place.rfind('/'))) {
      const json::Value* value = json::Resolve(properties, place);
      if (value != nullptr) return HoldsStandIn(*value);
    }
    return false;
  });
  return problems;
}

std::vector<definition::FieldDifference> TakeOutStandIns(json::Object& desired, json::Object& recorded,
                                                         json::Object& live) {
  std::vector<definition::FieldDifference> out;
  TakeOut(desired, recorded, live, "", out);
  return out;
}

}  // namespace genesys_cfn::cli
