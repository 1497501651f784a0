// SPDX-License-Identifier: Apache-2.0
#include "provider/object_adoption.h"

#include "base/text.h"
#include "provider/object_lifecycle.h"
#include "provider/progress.h"

namespace genesys_cfn::provider {
namespace {

constexpr int kMostConflicts = 5;
constexpr Milliseconds kAgainPause{1'000};

std::string TextOf(const json::Object& properties, std::string_view name) {
  const json::Value* value = properties.Find(name);
  return value != nullptr && value->is_string() ? *value->AsString() : std::string();
}

}  // namespace

ObjectAdoption AdoptionOf(const json::Object& properties, const json::Object& old_properties,
                          std::string_view property) {
  return {property, TextOf(properties, property), TextOf(old_properties, property),
          TextOf(properties, "OnDelete") == "Delete"};
}

void CheckOnDelete(const PropertyReader& properties, std::string_view property) {
  if (!properties.Has("OnDelete") || properties.Has(property)) return;
  properties.Report("OnDelete", Concat("says what becomes of what was adopted; without ", property,
                                       " it has no meaning (to keep what the stack has made, give the resource a "
                                       "DeletionPolicy)"));
}

// What can be written is made what the properties say, whoever wrote it. Values that no read shows are written always.
// A rollback to what was adopted before writes nothing: the undone Update had let go of it as it was. What is gone by
// then is made anew, as every rollback must come to an end.
Result<custom_resource::Answer> ObjectLifecycle::Adopt(const json::Object& desired) {
  const std::string& id = wishes_.adoption.id;
  context_.progress.Doing(Concat("taking over ", Called(id)));
  const ObjectRules rules{
      .replacing = wishes_.replacing, .hidden_change = !parts_.object.ShowsEveryWrite(), .direction = direction_};
  TRY_ASSIGN(auto live, parts_.object.Read(id));
  for (int conflicts = 0; live && conflicts < kMostConflicts; ++conflicts) {
    const ObjectPlan plan = PlanObject({desired, std::nullopt, live->state}, rules);
    if (plan.step == ObjectStep::kReplace) return NotAdoptable(*live, desired);
    auto written = genesys::EntityWrite::kDone;
    if (plan.step == ObjectStep::kWrite) {
      if (conflicts > 0) parts_.wanted.Doubt();
      TRY_ASSIGN(written,
                 parts_.object.Write(*live, plan.target, direction_, [this] { return parts_.wanted.Demand(); }));
    }
    if (written == genesys::EntityWrite::kDone) {
      if (direction_ != StackDirection::kRollingBack) TRY(parts_.object.Settle(id, desired));
      if (plan.step == ObjectStep::kNothing) return parts_.object.AnswerOf(*live);
      TRY_ASSIGN(live, parts_.object.Read(id));
      if (live) return parts_.object.AnswerOf(*live);
      break;
    }
    parts_.session.WaitFor(kAgainPause);
    TRY_ASSIGN(live, parts_.object.Read(id));
  }
  if (live) {
    return Error{ErrorCode::kConflict, Concat("taking over ", Called(id), " failed: it changed ", kMostConflicts,
                                              " times while it was being written; somebody else is editing it")};
  }
  if (direction_ == StackDirection::kRollingBack) {
    parts_.logger.Warning("object_gone", {{"id", id}, {"then", "created again"}});
    return CreateDesired(desired, LookFirst::kYes);
  }
  return Error{
      ErrorCode::kNotFound,
      Concat(Called(id), " does not exist in this Genesys Cloud organisation; check ", wishes_.adoption.property,
             ", and that the function's credentials and region are those of the organisation that has it")};
}

Error ObjectLifecycle::NotAdoptable(const LiveObject& live, const json::Object& desired) const {
  std::vector<std::string> differences;
  for (const std::string_view name : wishes_.replacing) {
    const std::string is = TextOf(live.state, name);
    const std::string should_be = TextOf(desired, name);
    if (is != should_be) differences.push_back(Concat("its ", name, " is ", is, ", not ", should_be));
  }
  return {
      ErrorCode::kInvalidInput,
      Concat(Called(live.id), " cannot be adopted: ", Join(differences, ", "),
             ", which Genesys Cloud cannot change of one that exists. Nothing was written. Correct the property, or "
             "leave ",
             wishes_.adoption.property, " out to make a new one")};
}

}  // namespace genesys_cfn::provider
