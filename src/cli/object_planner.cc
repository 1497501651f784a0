// SPDX-License-Identifier: Apache-2.0
#include "cli/object_planner.h"

#include "base/text.h"
#include "cli/plan_in_making.h"
#include "cli/planned_object.h"
#include "emulator/local_cloud/local_cloud.h"
#include "provider/credential.h"
#include "provider/credential_table.h"
#include "provider/integration.h"
#include "provider/integration_table.h"

namespace genesys_cfn::cli {
namespace {

std::string NameIn(const json::Object& properties) {
  const json::Value* name = properties.Find("Name");
  return name != nullptr && name->is_string() ? *name->AsString() : std::string();
}

bool IsOpen(const json::Value& value) {
  const std::string* text = value.AsString();
  return HoldsStandIn(value) || (text != nullptr && IsNewId(*text));
}

// What is known of `desired`, for a look at the platform: a section with an open value is left out, and the id of a
// credential that is not known yet is null.
json::Object KnownPart(const json::Object& desired) {
  json::Object known = desired;
  for (const char* const section : {"properties", "advanced"}) {
    const json::Value* value = known.Find(section);
    if (value != nullptr && HoldsStandIn(*value)) known.Remove(section);
  }
  json::Value* credentials = known.Find("credentials");
  if (credentials == nullptr || !credentials->is_object()) return known;
  for (auto& [slot, id] : *credentials->AsObject()) {
    if (IsOpen(id)) id = json::Null{};
  }
  return known;
}

// What a Delete with these properties does to the object.
Former FateIn(const json::Object& properties, std::string_view adoption, const std::string& id) {
  return provider::AdoptionOf(properties, {}, adoption).IsReleased(id) ? Former::kReleased : Former::kDeleted;
}

bool HasOpenType(const json::Object& desired, const provider::ObjectWishes& wishes) {
  for (const std::string_view member : wishes.replacing) {
    const json::Value* value = desired.Find(member);
    if (value != nullptr && IsOpen(*value)) return true;
  }
  return false;
}

}  // namespace

provider::UnderstoodEvent ObjectPlanner::Understand(const std::string& type, const PropertyBags& bags) {
  if (type == provider::kIntegrationTable.type) {
    return provider::UnderstandIntegration(bags.after, bags.before, parts_.clock);
  }
  return provider::UnderstandCredential(bags.after, bags.before, {std::string(emulator::kCredentialsSecret), ""},
                                        {parts_.secrets, parts_.logger});
}

Result<bool> ObjectPlanner::Prepare(provider::ManagedObject& object, json::Object& desired, PlannedResource& planned) {
  auto prepared = object.Prepare(KnownPart(desired), provider::StackDirection::kForward);
  if (prepared) {
    for (const char* const section : {"properties", "advanced"}) {
      if (const json::Value* restored = prepared->Find(section)) desired.Set(section, *restored);
    }
    return true;
  }
  switch (prepared.error().code) {
    case ErrorCode::kInvalidInput:
      planned.effect = Effect::kRefused;
      planned.notes.push_back(prepared.error().message);
      return false;
    case ErrorCode::kPermissionDenied:
      planned.notes.push_back(Concat("not checked against what its type takes: ", prepared.error().message));
      return true;
    default:
      return prepared.error();
  }
}

// What stands there is made what the properties say, whoever wrote it.
Result<void> ObjectPlanner::DecideAdoption(provider::ManagedObject& object, ObjectFacts facts,
                                           PlannedResource& planned) {
  const provider::ObjectAdoption& adoption = facts.wishes.adoption;
  planned.effect = Effect::kAdopt;
  if (HoldsStandIn(adoption.id)) return {};
  if (!planned.physical_id.empty()) planned.notes.push_back(Concat("takes over ", adoption.id));
  if (planned.physical_id.empty()) planned.physical_id = adoption.id;
  planned.future_id = adoption.id;
  TRY_ASSIGN(auto live, object.Read(adoption.id));
  if (!live) {
    planned.effect = Effect::kRefused;
    planned.notes.push_back(Concat("there is no ", facts.noun, " ", adoption.id, "; check ", adoption.property));
    return {};
  }
  facts.live = std::move(live->state);
  facts.wishes.recorded.reset();
  facts.wishes.hidden_change = !object.ShowsEveryWrite();
  PlannedResource would_be = planned;
  PlanObjectUpdate(facts, would_be);
  planned.differences = std::move(would_be.differences);
  if (would_be.effect == Effect::kReplace) {
    planned.effect = Effect::kRefused;
    planned.notes.push_back(Concat("the ", facts.noun, " ", adoption.id, " cannot be adopted with another ",
                                   facts.replacing, ", which cannot be changed of one that exists"));
    return {};
  }
  planned.notes = std::move(would_be.notes);
  return {};
}

Result<void> ObjectPlanner::Decide(const aws::ResourceChange& change, const PropertyBags& bags,
                                   PlannedResource& planned) {
  planned.name = NameIn(change.action == "Remove" ? bags.before : bags.after);
  const bool is_credential = change.type == provider::kCredentialTable.type;
  if (change.action == "Remove") {
    const std::string_view property = is_credential ? provider::kAdoptCredentialId : provider::kAdoptIntegrationId;
    const bool is_released =
        change.policy_action == "Retain" || FateIn(bags.before, property, change.physical_id) == Former::kReleased;
    planned.effect = is_released ? Effect::kRelease : Effect::kDelete;
    return {};
  }
  planned.effect = change.action == "Add" ? Effect::kCreate : Effect::kUpdate;
  provider::UnderstoodEvent event = Understand(change.type, bags);
  if (RefuseFor(event.problems, bags.after, planned) || !event.problems.empty()) return {};
  const auto object = event.connect(parts_.session);
  if (!HasOpenType(event.wishes.desired, event.wishes)) {
    TRY_ASSIGN(const bool fits, Prepare(*object, event.wishes.desired, planned));
    if (!fits) return {};
  }
  const provider::ObjectAdoption adoption = event.wishes.adoption;
  if (change.action == "Add" && !adoption.is_wanted()) return {};
  ObjectFacts facts{std::string(object->noun()),
                    is_credential ? "CredentialType" : "IntegrationType",
                    std::move(event.wishes),
                    std::nullopt,
                    {}};
  if (change.action == "Add" || adoption.BeginsWith(change.physical_id)) {
    TRY(DecideAdoption(*object, std::move(facts), planned));
    const bool moves = change.action != "Add" && planned.effect == Effect::kAdopt && !IsOpen(adoption.id);
    if (moves) planned.former = FateIn(bags.before, adoption.property, change.physical_id);
    return {};
  }
  if (adoption.EndsWith(change.physical_id)) {
    planned.effect = Effect::kReplace;
    planned.notes.push_back(
        Concat(adoption.property, " was removed: a new ", facts.noun, " is made, and the id changes"));
    planned.former = FateIn(bags.before, adoption.property, change.physical_id);
    return {};
  }
  if (is_credential) facts.hidden = CompareSecretReferences(bags.before, bags.after);
  TRY_ASSIGN(auto live, object->Read(planned.physical_id));
  if (live) facts.live = std::move(live->state);
  PlanObjectUpdate(facts, planned);
  if (planned.effect == Effect::kReplace) {
    planned.former = FateIn(bags.before, adoption.property, change.physical_id);
  }
  return {};
}

}  // namespace genesys_cfn::cli
