// SPDX-License-Identifier: Apache-2.0
#include "provider/lookup.h"

#include <algorithm>

namespace genesys_cfn::provider {

Result<std::vector<TaggedAction>> FindTagged(genesys::ActionsClient& actions, std::string_view name,
                                             const TagMatch& match) {
  if (name.empty()) return std::vector<TaggedAction>();
  TRY_ASSIGN(const auto candidates, actions.List(name));
  std::vector<TaggedAction> found;
  for (const genesys::ActionSummary& candidate : candidates) {
    TRY_ASSIGN(const auto contract, actions.ReadContract(candidate.id));
    if (!contract) continue;
    auto tag = definition::TagOf(*contract);
    if (tag && match(*tag)) found.push_back({candidate.id, *std::move(tag)});
  }
  return found;
}

bool MayPass(ErrorCode code) {
  return code == ErrorCode::kUnavailable || code == ErrorCode::kOutcomeUnknown || code == ErrorCode::kRateLimited;
}

Result<std::vector<TaggedAction>> WaitForTagged(genesys::Session& session, std::string_view name, const TagMatch& match,
                                                Milliseconds patience, Milliseconds pause) {
  genesys::ActionsClient actions(session);
  bool looked = false;
  for (Milliseconds left = patience;; left -= pause) {
    auto found = FindTagged(actions, name, match);
    // A look that the end of time cut off does not undo those before it: they found none.
    if (!found && looked && found.error().code == ErrorCode::kDeadlineExceeded) return std::vector<TaggedAction>();
    if (found && !found->empty()) return found;
    if (!found && !MayPass(found.error().code)) return found;
    looked = looked || found.has_value();
    if (left <= Milliseconds{0} || !session.WaitFor(std::min(left, pause))) return found;
  }
}

}  // namespace genesys_cfn::provider
