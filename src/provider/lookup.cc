// SPDX-License-Identifier: Apache-2.0
#include "provider/lookup.h"

namespace genesys_cfn::provider {

Result<std::vector<std::string>> FindTagged(genesys::ActionsClient& actions, std::string_view name,
                                            const TagMatch& match) {
  TRY_ASSIGN(const auto candidates, actions.List(name));
  std::vector<std::string> found;
  for (const genesys::ActionSummary& candidate : candidates) {
    TRY_ASSIGN(const auto contract, actions.ReadContract(candidate.id));
    if (!contract) continue;
    const auto tag = definition::TagOf(*contract);
    if (tag && match(*tag)) found.push_back(candidate.id);
  }
  return found;
}

Result<std::vector<std::string>> WaitForTagged(genesys::Session& session, std::string_view name, const TagMatch& match,
                                               Milliseconds patience) {
  constexpr Milliseconds kPause{1'000};
  genesys::ActionsClient actions(session);
  for (Milliseconds waited{0};; waited += kPause) {
    auto found = FindTagged(actions, name, match);
    if (!found || !found->empty()) return found;
    if (waited + kPause > patience || !session.WaitFor(kPause)) return found;
  }
}

}  // namespace genesys_cfn::provider
