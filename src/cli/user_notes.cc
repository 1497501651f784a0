// SPDX-License-Identifier: Apache-2.0
#include "cli/user_notes.h"

#include <algorithm>

#include "base/text.h"
#include "genesys/integration_editor.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kNamedUsers = 10;

bool Leaves(const PlannedResource& planned) {
  const bool leaves_for_another = planned.former == Former::kDeleted || planned.former == Former::kUsed;
  return planned.effect == Effect::kDelete || leaves_for_another;
}

// What ships with an integration goes with it.
bool BelongsToIntegration(const std::string& action_id) {
  return action_id.starts_with("static") || action_id.starts_with("customAuth");
}

}  // namespace

std::set<std::string> UserNotes::Leaving() const {
  std::set<std::string> ids;
  for (const PlannedResource* planned : plan_) {
    if (Leaves(*planned)) ids.insert(planned->physical_id);
  }
  return ids;
}

Result<void> UserNotes::OfIntegration(WhenUsed when_used, PlannedResource& planned) {
  if (!Leaves(planned)) return {};
  if (!actions_) {
    auto listed = genesys::ActionsClient(session_).List("");
    if (!listed && listed.error().code == ErrorCode::kPermissionDenied) {
      planned.notes.emplace_back(
          "which actions are on it is not known: the OAuth client lacks integrations:action:view");
      return {};
    }
    if (!listed) return listed.error();
    actions_ = *std::move(listed);
  }
  const std::set<std::string> leaving = Leaving();
  std::vector<std::string> users;
  for (const genesys::ActionSummary& action : *actions_) {
    if (action.integration_id != planned.physical_id || leaving.contains(action.id)) continue;
    if (!BelongsToIntegration(action.id)) users.push_back(Concat(action.name, " (", action.id, ")"));
  }
  Note("actions", std::move(users), when_used, planned);
  return {};
}

Result<void> UserNotes::OfCredential(WhenUsed when_used, PlannedResource& planned) {
  if (!Leaves(planned)) return {};
  const auto listed = genesys::IntegrationEditor(session_).ListUsing(planned.physical_id);
  if (!listed && listed.error().code == ErrorCode::kPermissionDenied) {
    planned.notes.emplace_back(
        "which integrations use it is not known: the OAuth client lacks integrations:integration:view");
    return {};
  }
  if (!listed) return listed.error();
  std::set<std::string> leaving = Leaving();
  for (const PlannedResource* other : plan_) {
    const auto takes_another = [](const auto& difference) { return difference.field.starts_with("credentials"); };
    if (std::any_of(other->differences.begin(), other->differences.end(), takes_another)) {
      leaving.insert(other->physical_id);
    }
  }
  std::vector<std::string> users;
  for (const json::Value& integration : *listed) {
    const std::string id = integration.FindString("id").value_or("");
    if (!leaving.contains(id)) users.push_back(Concat(integration.FindString("name").value_or(""), " (", id, ")"));
  }
  Note("integrations", std::move(users), when_used, planned);
  return {};
}

void UserNotes::Note(const std::string& what, std::vector<std::string> users, WhenUsed when_used,
                     PlannedResource& planned) const {
  if (users.empty()) return;
  const size_t more = users.size() > kNamedUsers ? users.size() - kNamedUsers : 0;
  users.resize(users.size() - more);
  const std::string named = Concat(Join(users, ", "), more == 0 ? "" : Concat(" and ", more, " more"));
  if (when_used == WhenUsed::kKept && planned.former == Former::kDeleted) planned.former = Former::kUsed;
  const bool is_action = what == "actions";
  const std::string then =
      when_used == WhenUsed::kDeleted
          ? (is_action ? "they are deleted with it, because DeleteWhenUsed is Allow"
                       : "it is deleted all the same, because DeleteWhenUsed is Allow")
          : "so it is not deleted and stays without the stack, unless they go first or DeleteWhenUsed is Allow";
  planned.notes.push_back(Concat(what, is_action ? " on " : " that use ", planned.physical_id,
                                 " beside those of this plan: ", named, "; ", then));
}

}  // namespace genesys_cfn::cli
