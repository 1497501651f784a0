// SPDX-License-Identifier: Apache-2.0
#include "cli/orphan_finder.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "cli/search_end.h"
#include "genesys/dependencies_client.h"
#include "genesys/integration_editor.h"
#include "provider/credential.h"
#include "provider/integration.h"
#include "provider/managed_resource.h"

namespace genesys_cfn::cli {
namespace {

// What comes and goes with its integration.
bool BelongsToIntegration(std::string_view action_id) {
  return action_id.starts_with("static") || action_id.starts_with("customAuth");
}

// The permission without which it is not known who uses it.
std::string_view PermissionFor(OrphanType type) {
  if (type == OrphanType::kAction) return "architect:dependencyTracking:view";
  return type == OrphanType::kIntegration ? "integrations:action:view" : "integrations:integration:view";
}

std::string UsedReason(OrphanType type, const std::vector<std::string>& users) {
  const std::string named = Join(users, ", ");
  switch (type) {
    case OrphanType::kAction:
      return Concat("published flows use it: ", named, ". Publish them without it first");
    case OrphanType::kIntegration:
      return Concat("these actions are on it and would be deleted with it: ", named, ". Delete them first");
    case OrphanType::kCredential:
      return Concat("integrations use it: ", named, ". Take it out of their configuration first");
  }
  return "";
}

}  // namespace

OrphanFinder::OrphanFinder(genesys::Session& session, Clock& clock, provider::DefinitionReader& secrets,
                           const StackBook& book)
    : session_(session),
      actions_(session),
      book_(book),
      integrations_(provider::ConnectIntegrations(session, clock)),
      credentials_(provider::ConnectCredentials(session, secrets, logger_)) {}

Result<OrphanListing> OrphanFinder::FindAll() {
  OrphanListing listing;
  TRY(FindActions(listing));
  TRY(FindObjects(OrphanType::kIntegration, listing));
  TRY(FindObjects(OrphanType::kCredential, listing));
  const auto key = [](const FoundOrphan& one) { return std::tie(one.orphan.type, one.orphan.name, one.orphan.id); };
  std::sort(listing.found.begin(), listing.found.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return listing;
}

Result<void> OrphanFinder::FindActions(OrphanListing& listing) {
  auto listed = actions_.List("");
  if (!listed && EndsTheSearch(listed.error())) return listed.error();
  if (!listed) {
    listing.failed.push_back(Concat("data actions: ", listed.error().message));
    return {};
  }
  all_actions_ = *std::move(listed);
  for (const genesys::ActionSummary& action : *all_actions_) {
    if (BelongsToIntegration(action.id)) continue;
    auto orphan = LookAtAction(action.id, action.name);
    if (!orphan && EndsTheSearch(orphan.error())) return orphan.error();
    if (!orphan) {
      listing.failed.push_back(Concat("\"", action.name, "\" (", action.id, "): ", orphan.error().message));
    } else if (*orphan) {
      TRY(Add(**std::move(orphan), listing));
    }
  }
  return {};
}

Result<void> OrphanFinder::FindObjects(OrphanType type, OrphanListing& listing) {
  const auto tagged = Object(type).FindTagged([&](const auto& tag) { return book_.IsOfThisScope(tag); });
  if (!tagged && EndsTheSearch(tagged.error())) return tagged.error();
  if (!tagged) {
    listing.failed.push_back(Concat(ToString(type), "s: ", tagged.error().message));
    return {};
  }
  for (const provider::TaggedObject& one : *tagged) {
    auto orphan = LookAtObject(type, one.id);
    if (!orphan && EndsTheSearch(orphan.error())) return orphan.error();
    if (!orphan) {
      listing.failed.push_back(Concat(ToString(type), " ", one.id, ": ", orphan.error().message));
    } else if (*orphan) {
      TRY(Add(**std::move(orphan), listing));
    }
  }
  return {};
}

Result<void> OrphanFinder::Add(Orphan orphan, OrphanListing& listing) {
  TRY_ASSIGN(listing.found.emplace_back(), WithUse(std::move(orphan)));
  return {};
}

// nullopt: a stack has it, it was made by none of these, or it is gone.
Result<std::optional<Orphan>> OrphanFinder::LookAtAction(const std::string& id, const std::string& name) {
  if (book_.RecordedBy(id) != nullptr) return std::optional<Orphan>();
  TRY_ASSIGN(const auto contract, actions_.ReadContract(id));
  const auto tag = contract ? definition::TagOf(*contract) : std::nullopt;
  if (!tag || !book_.IsOfThisScope(*tag)) return std::optional<Orphan>();
  return std::optional(book_.Judge(id, name, *tag));
}

Result<std::optional<Orphan>> OrphanFinder::LookAtObject(OrphanType type, const std::string& id) {
  if (book_.RecordedBy(id) != nullptr) return std::optional<Orphan>();
  TRY_ASSIGN(const auto live, Object(type).Read(id));
  if (!live || !live->tag || !book_.IsOfThisScope(*live->tag)) return std::optional<Orphan>();
  const std::string name = json::Value(live->state).FindString("name").value_or("");
  Orphan orphan = book_.Judge(id, definition::StripTag(name), *live->tag);
  orphan.type = type;
  orphan.half_made = definition::FindTag(name).has_value();
  return std::optional(std::move(orphan));
}

Result<FoundOrphan> OrphanFinder::WithUse(Orphan orphan) {
  FoundOrphan found{std::move(orphan), {}, true};
  auto users = UsersOf(found.orphan);
  if (!users && EndsTheSearch(users.error())) return users.error();
  found.use_is_known = users.has_value();
  if (users) found.users = *std::move(users);
  for (const std::string& lookup : book_.LookedUpBy(found.orphan.id)) found.users.push_back("look-up " + lookup);
  return found;
}

Result<std::vector<std::string>> OrphanFinder::UsersOf(const Orphan& orphan) {
  std::vector<std::string> users;
  if (orphan.type == OrphanType::kAction) {
    TRY_ASSIGN(const auto flows, genesys::DependenciesClient(session_).PublishedFlowsUsing(orphan.id));
    for (const genesys::Consumer& flow : flows) users.push_back(Concat(flow.name, " (", flow.type, ")"));
  } else if (orphan.type == OrphanType::kIntegration) {
    if (!all_actions_) {
      TRY_ASSIGN(all_actions_, actions_.List(""));
    }
    for (const genesys::ActionSummary& action : *all_actions_) {
      if (action.integration_id != orphan.id || BelongsToIntegration(action.id) || deleted_.contains(action.id))
        continue;
      users.push_back(action.name);
    }
  } else {
    TRY_ASSIGN(const auto integrations, genesys::IntegrationEditor(session_).ListUsing(orphan.id));
    for (const json::Value& integration : integrations) {
      if (deleted_.contains(integration.FindString("id").value_or(""))) continue;
      users.push_back(definition::StripTag(integration.FindString("name").value_or("")));
    }
  }
  return users;
}

Result<Located> OrphanFinder::Locate(const std::string& id) {
  Located located{id, {}, {}};
  if (const std::string* recorded = book_.RecordedBy(id)) {
    located.why_not = Concat("the stack resource ", *recorded, " has it: delete it there");
    return located;
  }
  bool exists = false;
  if (!provider::IsUuid(id)) {
    TRY_ASSIGN(const auto action, actions_.Peek(id));
    exists = action.has_value();
    if (exists) {
      TRY_ASSIGN(located.orphan, LookAtAction(id, action->FindString("name").value_or("")));
    }
  }
  for (const OrphanType type : {OrphanType::kIntegration, OrphanType::kCredential}) {
    if (exists || !provider::IsUuid(id)) continue;
    TRY_ASSIGN(const auto live, Object(type).Read(id));
    exists = live.has_value();
    if (exists) {
      TRY_ASSIGN(located.orphan, LookAtObject(type, id));
    }
  }
  if (!exists) {
    located.why_not = "there is no such data action, integration or credential";
  } else if (!located.orphan) {
    located.why_not = "it has no ownership tag of this AWS account and region";
  }
  return located;
}

Result<std::string> OrphanFinder::Delete(const Orphan& orphan) {
  if (orphan.kind == OrphanKind::kInProgress) {
    return Concat("the stack ", orphan.stack_name, " is being changed: wait until it rests");
  }
  const auto lookups = book_.LookedUpBy(orphan.id);
  if (!lookups.empty()) return Concat("look-ups of stacks have found it: ", Join(lookups, ", "));
  const auto users = UsersOf(orphan);
  if (!users && EndsTheSearch(users.error())) return users.error();
  if (!users) {
    return Concat("who uses it cannot be asked; that needs ", PermissionFor(orphan.type));
  }
  if (!users->empty()) return UsedReason(orphan.type, *users);
  if (orphan.type == OrphanType::kAction) {
    TRY(actions_.Delete(orphan.id));
  } else {
    TRY(Object(orphan.type).Remove(orphan.id));
  }
  deleted_.insert(orphan.id);
  return std::string();
}

provider::ManagedObject& OrphanFinder::Object(OrphanType type) {
  return type == OrphanType::kIntegration ? *integrations_ : *credentials_;
}

}  // namespace genesys_cfn::cli
