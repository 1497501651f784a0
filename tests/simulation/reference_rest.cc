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

void ReferencePeople::CheckComplete(const Stack& stack) {
  auto ids = Recorded(stack);
  for (const auto& [logical_id, wanted] : stack.wanted) {
    const std::string& id = ids[logical_id];
    const std::string place = Concat(stack.id, "/", logical_id);
    std::string difference;
    if (!wanted.is_auth) {
      const bool was_right = references().kept.contains(place) || references().WasOnlyOne(id, wanted.place, WallTime());
      if (!was_right) difference = "was never the only action there";
    } else if (world_.witness().indistinct.contains(place)) {
      Residual("two Updates within one second");
    } else if (!world_.climate().has_wrong_clocks() && world_.lambda().close_duplicates() == 0) {
      difference =
          AuthDifference(id, wanted, wanted.integration.empty() ? ids[OwnIntegration(logical_id)] : wanted.integration);
    }
    if (difference.empty()) continue;
    world_.witness().Violate(Concat(stack.name, "/", logical_id, " (", id, ") ", difference));
  }
}

void ReferencePeople::CheckOthers() {
  for (const auto& [id, before] : foreign_) {
    const auto now = world_.witness().Find(id);
    if (now && now->config == before.config) continue;
    world_.witness().Violate(Concat("somebody else's authentication action ", id, " is not as it was"));
  }
}

}  // namespace genesys_cfn::simulation
