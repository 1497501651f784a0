// SPDX-License-Identifier: Apache-2.0
#include "provider/lookup.h"

namespace genesys_cfn::provider {

Result<std::vector<std::string>> FindTagged(genesys::ActionsClient& actions, std::string_view name,
                                            const TagMatch& match) {
  if (name.empty()) return std::vector<std::string>();  // an empty filter would list the whole organisation
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
  bool looked = false;
  for (Milliseconds waited{0};; waited += kPause) {
    auto found = FindTagged(actions, name, match);
    // A look that the end of time cut off does not undo those before it: they found none.
    if (!found && looked && found.error().code == ErrorCode::kDeadlineExceeded) return std::vector<std::string>();
    if (!found || !found->empty()) return found;
    looked = true;
    if (waited + kPause > patience || !session.WaitFor(kPause)) return found;
  }
}

}  // namespace genesys_cfn::provider
