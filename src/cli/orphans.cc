// SPDX-License-Identifier: Apache-2.0
// `orphans`: what stacks of this account and region made and no stack has. It is deleted only by its ids, and only when
// nothing uses it.
#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "cli/cloud_definitions.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/orphan_finder.h"
#include "cli/search_end.h"

namespace genesys_cfn::cli {
namespace {

// One request an action that no stack has, against a limit of 300 a minute.
constexpr Milliseconds kPatience{2 * 3'600'000};

std::string Age(std::optional<WallTime> created, WallTime now) {
  if (!created || *created > now) return "?";
  const int64_t minutes = std::chrono::duration_cast<std::chrono::minutes>(now - *created).count();
  const int64_t hours = minutes / 60;
  if (hours < 1) return Concat(minutes, " min");
  return hours < 48 ? Concat(hours, " h") : Concat(hours / 24, " d");
}

void ShowKind(CommandContext& context, const std::vector<FoundOrphan>& all, OrphanKind kind, std::string_view title) {
  std::vector<std::vector<std::string>> rows;
  for (const FoundOrphan& found : all) {
    const Orphan& orphan = found.orphan;
    if (orphan.kind != kind) continue;
    const std::string maker = orphan.stack_name.empty() ? std::string("a stack that is gone")
                                                        : Concat(orphan.stack_name, ".", orphan.logical_id);
    const std::string use = !found.use_is_known ? "not known" : found.users.empty() ? "-" : Join(found.users, ", ");
    rows.push_back({std::string(ToString(orphan.type)), orphan.half_made ? orphan.name + " (half made)" : orphan.name,
                    Age(orphan.created, context.surroundings.clock.Now()), orphan.id, maker, use});
  }
  if (rows.empty()) return;
  context.renderer.Line(title);
  context.renderer.Table({"TYPE", "NAME", "AGE", "ID", "MADE BY", "USED BY"}, std::move(rows));
  context.renderer.Line("");
}

json::Object Document(const OrphanListing& listing) {
  json::Array documents;
  for (const FoundOrphan& found : listing.found) {
    const Orphan& orphan = found.orphan;
    documents.emplace_back(json::Object{{"type", ToString(orphan.type)},
                                        {"id", orphan.id},
                                        {"name", orphan.name},
                                        {"halfMade", orphan.half_made},
                                        {"kind", ToString(orphan.kind)},
                                        {"created", orphan.created ? FormatIso8601(*orphan.created) : std::string()},
                                        {"stackName", orphan.stack_name},
                                        {"logicalId", orphan.logical_id},
                                        {"useIsKnown", found.use_is_known},
                                        {"usedBy", json::Array(found.users.begin(), found.users.end())}});
  }
  return {{"orphans", std::move(documents)}, {"failed", json::Array(listing.failed.begin(), listing.failed.end())}};
}

Result<int> List(CommandContext& context, OrphanFinder& finder) {
  TRY_ASSIGN(const OrphanListing listing, finder.FindAll());
  const auto& all = listing.found;
  ShowKind(context, all, OrphanKind::kOrphan, "No stack has these. Delete them with genesys-cfn orphans --delete ID:");
  ShowKind(context, all, OrphanKind::kRetained, "Stacks kept these on purpose (Retain):");
  ShowKind(context, all, OrphanKind::kInProgress, "Stacks are working on these:");
  if (all.empty() && listing.failed.empty()) context.renderer.Line("No stack left anything behind.");
  context.renderer.Document(Document(listing));
  context.renderer.Errors(listing.failed);
  return listing.failed.empty() ? kDone : kFailed;
}

// Why each was not deleted, in their order; empty when it was. Actions go before the integrations that they are on, and
// those before their credentials.
Result<std::vector<std::string>> DeleteAll(OrphanFinder& finder, const std::vector<std::string>& ids) {
  std::vector<std::string> reasons(ids.size());
  std::multimap<OrphanType, std::pair<size_t, Orphan>> orphans;
  for (size_t i = 0; i < ids.size(); ++i) {
    auto located = finder.Locate(ids[i]);
    if (!located && EndsTheSearch(located.error())) return located.error();
    if (located && located->orphan) {
      const OrphanType type = located->orphan->type;
      orphans.emplace(type, std::pair(i, *std::move(located->orphan)));
    } else {
      reasons[i] = located ? located->why_not : located.error().message;
    }
  }
  for (const auto& [type, one] : orphans) {
    const auto reason = finder.Delete(one.second);
    if (!reason && EndsTheSearch(reason.error())) return reason.error();
    reasons[one.first] = reason ? *reason : reason.error().message;
  }
  return reasons;
}

// Each once, in the order in which they are first named.
std::vector<std::string> Distinct(const std::vector<std::string>& ids) {
  std::vector<std::string> distinct;
  for (const std::string& id : ids) {
    if (std::find(distinct.begin(), distinct.end(), id) == distinct.end()) distinct.push_back(id);
  }
  return distinct;
}

Result<int> Delete(CommandContext& context, OrphanFinder& finder, const std::vector<std::string>& ids) {
  json::Array deleted;
  json::Array refused;
  std::vector<std::string> failures;
  TRY_ASSIGN(const auto reasons, DeleteAll(finder, ids));
  for (size_t i = 0; i < ids.size(); ++i) {
    if (reasons[i].empty()) {
      context.renderer.Line(Concat("Deleted ", ids[i], "."));
      deleted.emplace_back(ids[i]);
    } else {
      failures.push_back(Concat(ids[i], " was not deleted: ", reasons[i]));
      refused.emplace_back(json::Object{{"id", ids[i]}, {"reason", reasons[i]}});
    }
  }
  context.renderer.Document(json::Object{{"deleted", std::move(deleted)}, {"refused", std::move(refused)}});
  context.renderer.Errors(failures);
  return failures.empty() ? kDone : kFailed;
}

}  // namespace

Result<int> RunOrphans(CommandContext& context, const OrphansCommand& command) {
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "orphans"));
  TRY_ASSIGN(const StackBook book, ReadStackBook(cloud->stacks()));
  TRY_ASSIGN(auto session, cloud->Organisation(kPatience));
  CloudDefinitions definitions(context, *cloud);
  OrphanFinder finder(session, context.surroundings.clock, definitions.reader(), book);
  return command.ids.empty() ? List(context, finder) : Delete(context, finder, Distinct(command.ids));
}

}  // namespace genesys_cfn::cli
