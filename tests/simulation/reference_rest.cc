// SPDX-License-Identifier: Apache-2.0
// What must be true whenever no operation and no event is under way: reference_people.h.
#include "base/text.h"
#include "simulation/reference_people.h"

namespace genesys_cfn::simulation {

std::string ReferencePeople::AuthDifference(const std::string& id, const WantedReference& wanted,
                                            const std::string& integration) {
  if (id != kAuthPrefix + integration) return Concat("is not that of the integration ", integration);
  if (world_.witness().touched.contains(id)) return "";
  const auto live = world_.witness().Find(id);
  if (!live) return "is not there";
  return live->url == wanted.url ? "" : Concat("has the URL ", live->url, " instead of ", wanted.url);
}

std::string ReferencePeople::ActionDifference(const std::string& id, const WantedAction& wanted) {
  if (world_.witness().touched.contains(id)) return "";
  const auto live = world_.witness().Find(id);
  if (!live) return "is not there";
  if (live->name != wanted.name) return Concat("has the name ", live->name);
  if (live->url != wanted.url) return Concat("has the URL ", live->url, " instead of ", wanted.url);
  const bool is_output = live->output_schema.find(Concat("\"", wanted.output, "\"")) != std::string::npos;
  return is_output ? "" : Concat("has the output contract ", live->output_schema);
}

std::string ReferencePeople::LookUpDifference(const Stack& stack, const std::string& logical_id,
                                              const WantedReference& wanted, std::map<std::string, std::string>& ids) {
  const std::string& id = ids[logical_id];
  const bool was_kept = references().kept.contains(Concat(stack.id, "/", logical_id));
  if (!was_kept && !references().WasOnlyOne(id, wanted.place, WallTime())) return "was never the only action there";
  // The stack's own action is found where only it has the name, unless a list still shows what was there before.
  const std::string& own = ids[wanted.of_action];
  const bool is_certain = !was_kept && wanted.place.name.starts_with(kOwnName) &&
                          world_.witness().list_lag.count() == 0 && !wanted.of_action.empty() &&
                          !world_.witness().touched.contains(own);
  return is_certain && id != own ? Concat("is not ", own, ", the action of the stack") : "";
}

void ReferencePeople::CheckComplete(const Stack& stack) {
  auto ids = Recorded(stack);
  for (const auto& [logical_id, wanted] : stack.wanted) {
    const std::string& id = ids[logical_id];
    const std::string place = Concat(stack.id, "/", logical_id);
    std::string difference;
    if (!wanted.is_auth && !wanted.action) {
      difference = LookUpDifference(stack, logical_id, wanted, ids);
    } else if (world_.witness().indistinct.contains(place)) {
      Residual("two Updates within one second");
    } else if (!world_.climate().has_wrong_clocks() && world_.lambda().close_duplicates() == 0) {
      const std::string& integration =
          wanted.integration.empty() ? ids[OwnIntegration(logical_id)] : wanted.integration;
      difference = wanted.action ? ActionDifference(id, *wanted.action) : AuthDifference(id, wanted, integration);
    }
    if (difference.empty()) continue;
    world_.witness().Violate(Concat(stack.name, "/", logical_id, " (", id, ") ", difference));
  }
}

std::map<std::string, MadeBy> ReferencePeople::Made() const {
  std::map<std::string, MadeBy> made = world_.object_witness().made;
  made.insert(world_.witness().made.begin(), world_.witness().made.end());
  return made;
}

std::set<std::string> ReferencePeople::LiveIds() {
  std::set<std::string> ids = world_.object_witness().LiveIds();
  for (const auto& [id, row] : world_.witness().LiveActions()) ids.insert(id);
  return ids;
}

std::string ReferencePeople::ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const {
  const bool is_action = world_.witness().made.contains(id);
  if (is_action && world_.climate().loses_tags()) return "the platform dropped the tag";
  return StackPeople::ResidualOf(stack, id, made);
}

void ReferencePeople::CheckOthers() {
  for (const auto& [id, before] : foreign_) {
    const auto now = world_.witness().Find(id);
    if (now && now->config == before.config) continue;
    world_.witness().Violate(Concat("somebody else's authentication action ", id, " is not as it was"));
  }
}

}  // namespace genesys_cfn::simulation
