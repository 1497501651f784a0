// SPDX-License-Identifier: Apache-2.0
#include "simulation/reference_witness.h"

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kLookUp = "Custom::GenesysDataActionLookup";
constexpr std::string_view kAuth = "Custom::GenesysCustomAuthAction";

std::string TextOf(const json::Value* object, std::string_view member) {
  return object == nullptr ? std::string() : object->FindString(member).value_or("");
}

}  // namespace

void ReferenceWitness::Note() {
  Moment moment{scheduler_.Now(), {}};
  static_cast<void>(database_.Run([&](emulator::Transaction& transaction) {
    auto found = transaction.Query(
        "SELECT action.id, action.name, action.category, action.integration, integration.name FROM genesys_action AS "
        "action JOIN genesys_integration AS integration ON integration.id = action.integration WHERE action.deleted IS "
        "NULL AND action.id NOT LIKE 'customAuth%'");
    while (found.Step()) {
      moment.actions[found.Text(0)] = {found.Text(1), found.Text(2), found.Text(3), found.Text(4)};
    }
  }));
  moments_.push_back(std::move(moment));
}

std::vector<std::string> ReferenceWitness::AuthActions() {
  std::vector<std::string> ids;
  static_cast<void>(database_.Run([&](emulator::Transaction& transaction) {
    auto found =
        transaction.Query("SELECT id FROM genesys_action WHERE deleted IS NULL AND id LIKE 'customAuth%' ORDER BY id");
    while (found.Step()) ids.push_back(found.Text(0));
  }));
  return ids;
}

std::set<std::string> ReferenceWitness::Matches(const Moment& moment, const LookUpPlace& place) {
  std::set<std::string> ids;
  for (const auto& [id, row] : moment.actions) {
    const bool is_there = place.integration_name.empty() ? row.integration_id == place.integration_id
                                                         : row.integration_name == place.integration_name;
    if (row.name == place.name && is_there && (place.category.empty() || row.category == place.category)) {
      ids.insert(id);
    }
  }
  return ids;
}

std::vector<const ReferenceWitness::Moment*> ReferenceWitness::Since(WallTime since) const {
  std::vector<const Moment*> moments;
  for (size_t i = 0; i < moments_.size(); ++i) {
    const bool ended_before = i + 1 < moments_.size() && moments_[i + 1].from < since;
    if (!ended_before) moments.push_back(&moments_[i]);
  }
  return moments;
}

bool ReferenceWitness::WasOnlyOne(const std::string& id, const LookUpPlace& place, WallTime since) const {
  for (const Moment* moment : Since(since)) {
    if (Matches(*moment, place) == std::set<std::string>{id}) return true;
  }
  return false;
}

void ReferenceWitness::Sees(const http::Request& request) {
  if (request.method == "GET" || request.target.starts_with("/oauth")) return;
  DeliveryRecord* const delivery = witness_.Current();
  if (delivery == nullptr) return;
  const std::string type = delivery->event.FindString("ResourceType").value_or("");
  const std::string what = Concat(request.method, " ", http::PathOf(request.target));
  if (type == kLookUp) witness_.Violate(Concat("a look-up sent ", what));
  if (type != kAuth) return;
  if (request.method != "PATCH") witness_.Violate(Concat("an authentication action sent ", what));
  if (delivery->event.FindString("RequestType") == "Delete") {
    witness_.Violate(Concat("the Delete of an authentication action sent ", what));
  }
}

// A stack has made, changed or deleted an action - if this is a run over look-ups.
void ReferenceWitness::Saw(const http::Request& request) {
  constexpr std::string_view kActions = "/api/v2/integrations/actions";
  if (!moments_.empty() && request.method != "GET" && request.target.starts_with(kActions)) Note();
}

void ReferenceWitness::SeesAnswer(const http::Request& request) {
  DeliveryRecord* const delivery = witness_.Current();
  if (delivery == nullptr || delivery->event.FindString("ResourceType") != kLookUp) return;
  const auto answer = json::Parse(request.body);
  const bool judged = answer && answer->FindString("Status") == "SUCCESS" &&
                      delivery->event.FindString("RequestType").value_or("") != "Delete";
  // A process answers a request that comes again as it did before.
  if (judged && answers_.insert(request.body).second) JudgeLookUp(*delivery, *answer);
}

void ReferenceWitness::JudgeLookUp(const DeliveryRecord& delivery, const json::Value& answer) {
  const json::Value* wanted = delivery.event.Find("ResourceProperties");
  const LookUpPlace place{TextOf(wanted, "Name"), TextOf(wanted, "IntegrationId"), TextOf(wanted, "IntegrationName"),
                          TextOf(wanted, "Category")};
  const std::string id = answer.FindString("PhysicalResourceId").value_or("");
  const json::Value* data = answer.Find("Data");
  const std::string who = Concat("the look-up of \"", place.name, "\" answered with ", id);
  if (TextOf(data, "Name") != place.name) {
    witness_.Violate(Concat(who, ", whose name is \"", TextOf(data, "Name"), "\""));
  }
  const WallTime since = delivery.begun - witness_.list_lag;
  if (WasOnlyOne(id, place, since)) return;
  const bool is_incoming = delivery.event.FindString("PhysicalResourceId") == id;
  bool was_unclear = false;
  for (const Moment* moment : Since(since)) was_unclear = was_unclear || Matches(*moment, place).size() != 1;
  // What a rollback cannot find, or could not ask for.
  const bool rolls_back = witness_.rolls_back(delivery.event.FindString("StackId").value_or(""));
  const bool may_be_kept = rolls_back && is_incoming;
  if (!may_be_kept) return witness_.Violate(Concat(who, ", which was never the only one"));
  if (!was_unclear && !delivery.met_faults) {
    return witness_.Violate(Concat(who, " in a rollback, although there was exactly one"));
  }
  kept.insert(Concat(delivery.event.FindString("StackId").value_or(""), "/",
                     delivery.event.FindString("LogicalResourceId").value_or("")));
}

}  // namespace genesys_cfn::simulation
