// SPDX-License-Identifier: Apache-2.0
#include "provider/object_state.h"

#include <algorithm>

#include "base/text.h"
#include "definition/mask_credentials.h"
#include "json/canonical.h"
#include "json/pointer.h"

namespace genesys_cfn::provider {
namespace {

constexpr size_t kShownBytes = 80;

const json::Object& ObjectOr(const json::Value* value, const json::Object& fallback) {
  return value != nullptr && value->is_object() ? *value->AsObject() : fallback;
}

bool Same(const json::Value* a, const json::Value* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return json::Equivalent(*a, *b);
}

definition::FieldDifference Differing(const std::string& field, const json::Value* from, const json::Value* to) {
  // What a slot is called says nothing: the id of a credential stands in it.
  const bool is_slot = field.starts_with("credentials.");
  const definition::ShownSides shown = definition::ShowMasked(is_slot ? "" : field, from, to);
  return {field, std::string(TruncateUtf8(shown.before, kShownBytes)),
          std::string(TruncateUtf8(shown.after, kShownBytes))};
}

json::Value RestoredLike(const json::Value& stated, const json::Value& live) {
  if (const json::Object* members = stated.AsObject()) {
    return live.is_object() ? json::Value(RestoreLike(*members, *live.AsObject())) : stated;
  }
  if (const json::Array* items = stated.AsArray(); items != nullptr && live.is_array()) {
    json::Array restored;
    for (size_t i = 0; i < items->size(); ++i) {
      restored.push_back(i < live.AsArray()->size() ? RestoredLike((*items)[i], (*live.AsArray())[i]) : (*items)[i]);
    }
    return restored;
  }
  const std::string* text = stated.AsString();
  if (text == nullptr) return stated;
  if (live.is_bool() && *text == (*live.AsBool() ? "true" : "false")) return live;
  if (live.is_number() && (*text == live.AsNumber()->text)) return live;
  return stated;
}

// "/properties/url" as people are told it: "properties.url".
std::string FieldOf(std::string_view pointer) {
  return ReplaceAll(ReplaceAll(ReplaceAll(pointer.substr(1), "/", "."), "~1", "/"), "~0", "~");
}

// Calls `visit` with the pointers of the deepest members that `stated` states, and what stands there in the other two.
template <typename Visit>
void ForEachStated(const json::Object& stated, const json::Object& desired, const json::Object& live,
                   const std::string& place, const Visit& visit) {
  static const json::Object kEmpty;
  for (const auto& [name, value] : stated) {
    const std::string pointer = json::AppendToken(place, name);
    const json::Value* const there = live.Find(name);
    const json::Value* const wanted = desired.Find(name);
    if (value.is_object() && !value.AsObject()->empty() && (there == nullptr || there->is_object())) {
      ForEachStated(*value.AsObject(), ObjectOr(wanted, kEmpty), ObjectOr(there, kEmpty), pointer, visit);
    } else if (!value.is_object() || there == nullptr || !there->is_object()) {
      visit(pointer, value, wanted, there);
    }
  }
}

void AddDifferences(const json::Object& before, const json::Object& after, const std::string& place,
                    std::vector<definition::FieldDifference>& out) {
  const auto compare = [&](const std::string& name, const json::Value* from, const json::Value* to) {
    const std::string field = place.empty() ? name : Concat(place, ".", name);
    const bool goes_deeper = (from == nullptr || from->is_object()) && (to == nullptr || to->is_object());
    static const json::Object kEmpty;
    if (Same(from, to)) return;
    if (!goes_deeper) return out.push_back(Differing(field, from, to));
    const size_t found = out.size();
    AddDifferences(ObjectOr(from, kEmpty), ObjectOr(to, kEmpty), field, out);
    if (out.size() == found) out.push_back(Differing(field, from, to));
  };
  for (const auto& [name, value] : before) compare(name, &value, after.Find(name));
  for (const auto& [name, value] : after) {
    if (!before.Contains(name)) compare(name, nullptr, &value);
  }
}

// kKeep: what somebody has changed stays.
enum class Edits { kOverwrite, kKeep };

json::Object Merged(const json::Object& desired, const json::Object& recorded, const json::Object& live, Edits edits) {
  static const json::Object kEmpty;
  json::Object merged = live;
  const auto is_edit = [&](const json::Value* there, const json::Value* before, const json::Value* wanted) {
    return edits == Edits::kKeep && !Same(there, before) && !Same(there, wanted);
  };
  for (const auto& [name, before] : recorded) {
    if (desired.Contains(name)) continue;
    const json::Value* const there = live.Find(name);
    if (there != nullptr && there->is_object() && before.is_object()) {
      json::Object rest = Merged({}, *before.AsObject(), *there->AsObject(), edits);
      if (rest.empty() && !there->AsObject()->empty()) {
        merged.Remove(name);
      } else {
        merged.Set(name, std::move(rest));
      }
    } else if (!is_edit(there, &before, nullptr)) {
      merged.Remove(name);
    }
  }
  for (const auto& [name, wanted] : desired) {
    const json::Value* const there = live.Find(name);
    const json::Value* const before = recorded.Find(name);
    if (wanted.is_object() && (there == nullptr || there->is_object())) {
      merged.Set(name, Merged(*wanted.AsObject(), ObjectOr(before, kEmpty), ObjectOr(there, kEmpty), edits));
    } else if (!is_edit(there, before, &wanted)) {
      merged.Set(name, wanted);
    }
  }
  return merged;
}

}  // namespace

json::Object RestoreLike(const json::Object& stated, const json::Object& live) {
  json::Object restored;
  for (const auto& [name, value] : stated) {
    const json::Value* const there = live.Find(name);
    restored.Append(name, there == nullptr ? value : RestoredLike(value, *there));
  }
  return restored;
}

std::vector<definition::ValueDifference> CompareStates(const json::Object& recorded, const json::Object& live) {
  std::vector<definition::ValueDifference> differences;
  ForEachStated(
      RestoreLike(recorded, live), {}, live, "",
      [&](const std::string& at, const json::Value& before, const json::Value* /*wanted*/, const json::Value* there) {
        if (Same(there, &before)) return;
        differences.push_back({at, before, there == nullptr ? std::nullopt : std::optional(*there)});
      });
  return differences;
}

json::Object Merge(const ObjectStates& states) {
  return Merged(states.desired, states.recorded.value_or(json::Object()), states.live, Edits::kOverwrite);
}

std::vector<definition::FieldDifference> CompareObjects(const json::Object& before, const json::Object& after) {
  std::vector<definition::FieldDifference> differences;
  AddDifferences(before, after, "", differences);
  return differences;
}

ObjectPlan PlanObject(const ObjectStates& given, const ObjectRules& rules) {
  ObjectStates states{RestoreLike(given.desired, given.live), std::nullopt, given.live};
  if (given.recorded) states.recorded = RestoreLike(*given.recorded, given.live);
  ObjectPlan plan;
  if (states.recorded) {
    ForEachStated(
        *states.recorded, states.desired, states.live, "",
        [&](const std::string& at, const json::Value& before, const json::Value* wanted, const json::Value* there) {
          if (Same(there, &before) || Same(there, wanted)) return;
          plan.drift.push_back(Differing(FieldOf(at), &before, there));
        });
  }
  const bool rolls_back = rules.direction == StackDirection::kRollingBack;
  // What is rolled back had properties that were refused, so it wrote nothing: what differs is somebody's edit.
  if (rolls_back && !states.recorded) return plan;
  plan.target = Merged(states.desired, states.recorded.value_or(json::Object()), states.live,
                       rolls_back ? Edits::kKeep : Edits::kOverwrite);
  const bool equal = json::Equivalent(plan.target, states.live);
  if (equal && !rules.hidden_change) return plan;
  plan.step = ObjectStep::kWrite;
  if (!plan.drift.empty() && !rolls_back) {
    if (rules.on_drift == OnDrift::kRecreate) plan.step = ObjectStep::kReplace;
    if (rules.on_drift == OnDrift::kFail) plan.step = ObjectStep::kDrifted;
    if (rules.on_drift != OnDrift::kOverwrite) return plan;
  }
  for (const std::string_view name : rules.replacing) {
    if (Same(states.desired.Find(name), states.live.Find(name))) continue;
    const bool stated_anew = !states.recorded || !Same(states.recorded->Find(name), states.desired.Find(name));
    plan.step = stated_anew ? ObjectStep::kReplace : ObjectStep::kDrifted;
    return plan;
  }
  return plan;
}

}  // namespace genesys_cfn::provider
