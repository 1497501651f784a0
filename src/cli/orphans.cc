// SPDX-License-Identifier: Apache-2.0
// `orphans`: data actions that a stack of this account and region made and that no stack has. They are deleted only by
// their ids, and only when no published flow uses them.
#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/orphan_search.h"
#include "genesys/actions_client.h"
#include "genesys/dependencies_client.h"

namespace genesys_cfn::cli {
namespace {

// One request an action that no stack has, against a limit of 300 a minute.
constexpr Milliseconds kPatience{2 * 3'600'000};

struct Found {
  Orphan orphan;
  std::vector<std::string> flows;
  bool use_is_known = true;
};

bool EndsTheSearch(const Error& error) {
  return error.code == ErrorCode::kUnauthenticated || error.code == ErrorCode::kDeadlineExceeded ||
         error.code == ErrorCode::kRateLimited;
}

std::string Age(std::optional<WallTime> created, WallTime now) {
  if (!created || *created > now) return "?";
  const int64_t minutes = std::chrono::duration_cast<std::chrono::minutes>(now - *created).count();
  if (minutes < 60) return Concat(minutes, " min");
  return minutes < 48 * 60 ? Concat(minutes / 60, " h") : Concat(minutes / (24 * 60), " d");
}

class Search {
 public:
  Search(genesys::Session& session, const StackBook& book) : session_(session), actions_(session), book_(book) {}

  // nullopt: not of these stacks, or one has it, or it is gone. kConflict and kNotFound are not errors here.
  Result<std::optional<Orphan>> Look(const std::string& id, const std::string& name) {
    if (book_.RecordedBy(id) != nullptr) return std::optional<Orphan>();
    TRY_ASSIGN(const auto contract, actions_.ReadContract(id));
    const auto tag = contract ? definition::TagOf(*contract) : std::nullopt;
    if (!tag || !book_.IsOfThisScope(*tag)) return std::optional<Orphan>();
    return std::optional(book_.Judge(id, name, *tag));
  }

  Result<Found> WithUse(Orphan orphan) {
    Found found{std::move(orphan), {}, true};
    const auto flows = genesys::DependenciesClient(session_).PublishedFlowsUsing(found.orphan.id);
    if (!flows && EndsTheSearch(flows.error())) return flows.error();
    found.use_is_known = flows.has_value();
    for (const genesys::Consumer& flow : flows ? *flows : std::vector<genesys::Consumer>()) {
      found.flows.push_back(Concat(flow.name, " (", flow.type, ")"));
    }
    return found;
  }

 private:
  genesys::Session& session_;
  genesys::ActionsClient actions_;
  const StackBook& book_;
};

void ShowKind(CommandContext& context, const std::vector<Found>& all, OrphanKind kind, std::string_view title) {
  std::vector<std::vector<std::string>> rows;
  for (const Found& found : all) {
    if (found.orphan.kind != kind) continue;
    const std::string maker = found.orphan.stack_name.empty()
                                  ? std::string("a stack that is gone")
                                  : Concat(found.orphan.stack_name, ".", found.orphan.logical_id);
    const std::string use = !found.use_is_known ? "not known" : found.flows.empty() ? "-" : Join(found.flows, ", ");
    rows.push_back(
        {found.orphan.name, Age(found.orphan.created, context.surroundings.clock.Now()), found.orphan.id, maker, use});
  }
  if (rows.empty()) return;
  context.renderer.Line(title);
  context.renderer.Table({"NAME", "AGE", "ID", "MADE BY", "USED BY"}, std::move(rows));
  context.renderer.Line("");
}

json::Object Document(const std::vector<Found>& all, const std::vector<std::string>& failed) {
  json::Array documents;
  for (const Found& found : all) {
    documents.emplace_back(
        json::Object{{"id", found.orphan.id},
                     {"name", found.orphan.name},
                     {"kind", ToString(found.orphan.kind)},
                     {"created", found.orphan.created ? FormatIso8601(*found.orphan.created) : std::string()},
                     {"stackName", found.orphan.stack_name},
                     {"logicalId", found.orphan.logical_id},
                     {"useIsKnown", found.use_is_known},
                     {"flows", json::Array(found.flows.begin(), found.flows.end())}});
  }
  return {{"orphans", std::move(documents)}, {"failed", json::Array(failed.begin(), failed.end())}};
}

Result<int> List(CommandContext& context, genesys::Session& session, const StackBook& book) {
  Search search(session, book);
  TRY_ASSIGN(auto actions, genesys::ActionsClient(session).List(""));
  std::erase_if(actions, [](const genesys::ActionSummary& action) {
    return action.id.starts_with("static") || action.id.starts_with("customAuth");
  });
  std::sort(actions.begin(), actions.end(),
            [](const auto& a, const auto& b) { return std::tie(a.name, a.id) < std::tie(b.name, b.id); });
  std::vector<Found> all;
  std::vector<std::string> failed;
  for (const genesys::ActionSummary& action : actions) {
    auto orphan = search.Look(action.id, action.name);
    if (!orphan && EndsTheSearch(orphan.error())) return orphan.error();
    if (!orphan) {
      failed.push_back(Concat("error: \"", action.name, "\" (", action.id, "): ", orphan.error().message));
    } else if (*orphan) {
      TRY_ASSIGN(all.emplace_back(), search.WithUse(**std::move(orphan)));
    }
  }
  ShowKind(context, all, OrphanKind::kOrphan, "No stack has these. Delete them with genesys-cfn orphans --delete ID:");
  ShowKind(context, all, OrphanKind::kRetained, "Stacks kept these on purpose (Retain):");
  ShowKind(context, all, OrphanKind::kInProgress, "Stacks are working on these:");
  if (all.empty()) context.renderer.Line("No stack left a data action behind.");
  context.renderer.Document(Document(all, failed));
  if (!failed.empty()) context.renderer.Failures(failed);
  return failed.empty() ? kDone : kFailed;
}

// Why the action must not be deleted from here; empty when it was deleted.
Result<std::string> DeleteOne(genesys::Session& session, const StackBook& book, const std::string& id) {
  if (const std::string* recorded = book.RecordedBy(id)) {
    return Concat("the stack resource ", *recorded, " has it: delete it there");
  }
  genesys::ActionsClient actions(session);
  TRY_ASSIGN(const auto action, actions.Peek(id));
  if (!action) return std::string("there is no such data action");
  Search search(session, book);
  TRY_ASSIGN(auto orphan, search.Look(id, action->FindString("name").value_or("")));
  if (!orphan) return std::string("it has no ownership tag of this AWS account and region");
  if (orphan->kind == OrphanKind::kInProgress) {
    return Concat("the stack ", orphan->stack_name, " is being changed: wait until it rests");
  }
  TRY_ASSIGN(const auto found, search.WithUse(*std::move(orphan)));
  if (!found.use_is_known) {
    return std::string("which flows use it cannot be asked; that needs architect:dependencyTracking:view");
  }
  if (!found.flows.empty()) {
    return Concat("published flows use it: ", Join(found.flows, ", "), ". Publish them without it first");
  }
  TRY(actions.Delete(id));
  return std::string();
}

Result<int> Delete(CommandContext& context, genesys::Session& session, const StackBook& book,
                   const std::vector<std::string>& ids) {
  json::Array deleted;
  json::Array refused;
  std::vector<std::string> failures;
  for (const std::string& id : ids) {
    auto reason = DeleteOne(session, book, id);
    if (!reason && EndsTheSearch(reason.error())) return reason.error();
    const std::string why = reason ? *reason : reason.error().message;
    if (why.empty()) {
      context.renderer.Line(Concat("Deleted ", id, "."));
      deleted.emplace_back(id);
    } else {
      failures.push_back(Concat("error: ", id, " was not deleted: ", why));
      refused.emplace_back(json::Object{{"id", id}, {"reason", why}});
    }
  }
  context.renderer.Document(json::Object{{"deleted", std::move(deleted)}, {"refused", std::move(refused)}});
  if (!failures.empty()) context.renderer.Failures(failures);
  return failures.empty() ? kDone : kFailed;
}

}  // namespace

Result<int> RunOrphans(CommandContext& context, const OrphansCommand& command) {
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "orphans"));
  TRY_ASSIGN(const StackBook book, ReadStackBook(cloud->stacks()));
  TRY_ASSIGN(auto session, cloud->Organisation(kPatience));
  return command.ids.empty() ? List(context, session, book) : Delete(context, session, book, command.ids);
}

}  // namespace genesys_cfn::cli
