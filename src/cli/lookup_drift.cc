// SPDX-License-Identifier: Apache-2.0
#include "cli/lookup_drift.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kNamedActions = 10;

// The action is there, under another name or at another place.
void CompareWithThere(const LookupFacts& facts, ResourceDrift& drift) {
  const auto compare = [&](std::string_view field, const std::string& wanted, const std::string& live) {
    if (wanted == live) return;
    drift.differences.push_back({std::string(field), json::Quote(wanted), json::Quote(live)});
    if (field != "integrationId") drift.values.push_back({Concat("/", field), json::Value(wanted), json::Value(live)});
  };
  compare("name", facts.wanted.name, facts.there->name);
  if (facts.wanted.category) compare("category", *facts.wanted.category, facts.there->category);
  compare("integrationId", facts.integrations.front(), facts.there->integration_id);
}

}  // namespace

void JudgeLookupDrift(const LookupFacts& facts, ResourceDrift& drift) {
  const auto& meant = facts.meant;
  if (meant.empty() && !facts.there) {
    drift.state = DriftState::kGone;
    drift.notes.emplace_back(
        "no action has this name on this integration, and that of the stack's id is gone: make one, or change the "
        "name, then give the look-up another Version and deploy");
    return;
  }
  if (facts.integrations.size() != 1) {
    drift.differences.push_back({"integrations of this name", "1", std::to_string(facts.integrations.size())});
    drift.notes.push_back(Concat("the next look-up fails, for not exactly one integration is named ",
                                 facts.wanted.integration_name.value_or("")));
  } else if (meant.empty()) {
    CompareWithThere(facts, drift);
    if (!drift.differences.empty()) {
      drift.notes.emplace_back("no action has the recorded name on this integration: the next look-up fails");
    }
  } else if (meant.size() > 1) {
    std::vector<std::string> ids;
    for (size_t i = 0; i < meant.size() && i < kNamedActions; ++i) ids.push_back(meant[i].id);
    drift.differences.push_back({"actions of this name", "1", std::to_string(meant.size())});
    drift.notes.push_back(
        Concat("the next look-up fails, for the name is ambiguous: ", Join(ids, ", "), ". Give Category"));
  } else if (meant.front().id != drift.physical_id) {
    drift.differences.push_back({"id", drift.physical_id, meant.front().id});
    drift.notes.emplace_back("an update of the resource (another Version) takes the action that has the name now");
  }
  Conclude({}, drift);
}

}  // namespace genesys_cfn::cli
