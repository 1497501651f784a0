// SPDX-License-Identifier: Apache-2.0
#include "provider/lookup.h"

#include <algorithm>

#include "genesys/drafts_client.h"

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

Result<std::vector<TaggedAction>> FindTaggedDrafts(genesys::Session& session, std::string_view name,
                                                   const TagMatch& match) {
  if (name.empty()) return std::vector<TaggedAction>();
  genesys::DraftsClient drafts(session);
  TRY_ASSIGN(const auto candidates, drafts.List(name));
  std::vector<TaggedAction> found;
  for (const genesys::ActionSummary& candidate : candidates) {
    TRY_ASSIGN(const auto contract, drafts.ReadContract(candidate.id));
    if (!contract) continue;
    auto tag = definition::TagOf(*contract);
    if (tag && match(*tag)) found.push_back({candidate.id, *std::move(tag), true});
  }
  return found;
}

Result<std::vector<TaggedAction>> FindTagged(genesys::Session& session, std::string_view name, const TagMatch& match,
                                             Among among) {
  genesys::ActionsClient actions(session);
  TRY_ASSIGN(auto found, FindTagged(actions, name, match));
  if (among == Among::kPublished) return found;
  TRY_ASSIGN(auto drafts, FindTaggedDrafts(session, name, match));
  for (TaggedAction& draft : drafts) {
    const bool is_known = std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.id == draft.id; });
    if (!is_known) found.push_back(std::move(draft));
  }
  return found;
}

Result<void> DeleteUnpublishedOrAction(genesys::Session& session, const TaggedAction& action,
                                       const std::function<Result<void>()>& may_delete) {
  genesys::ActionsClient actions(session);
  if (action.is_draft) {
    TRY_ASSIGN(const auto published, actions.Peek(action.id));
    if (!published) {
      TRY_ASSIGN(const bool deleted, genesys::DraftsClient(session).Delete(action.id));
      if (deleted) return {};
    }
  }
  TRY(may_delete());
  TRY(actions.Delete(action.id));
  return {};
}

bool MayPass(ErrorCode code) {
  return code == ErrorCode::kUnavailable || code == ErrorCode::kOutcomeUnknown || code == ErrorCode::kRateLimited;
}

Result<std::vector<TaggedAction>> WaitForTagged(genesys::Session& session, std::string_view name, const TagMatch& match,
                                                Milliseconds patience, Milliseconds pause, Among among) {
  return LookPatiently(
      session, [&] { return FindTagged(session, name, match, among); }, patience, pause);
}

}  // namespace genesys_cfn::provider
