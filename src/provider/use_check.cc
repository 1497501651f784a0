// SPDX-License-Identifier: Apache-2.0
#include "provider/use_check.h"

#include <vector>

#include "base/text.h"
#include "genesys/dependencies_client.h"

namespace genesys_cfn::provider {
namespace {

constexpr size_t kNamedFlows = 10;

std::string Named(const std::vector<genesys::Consumer>& flows) {
  std::vector<std::string> names;
  for (const genesys::Consumer& flow : flows) {
    if (names.size() == kNamedFlows) break;
    names.push_back(Concat(flow.name, " (", flow.type, ")"));
  }
  const size_t more = flows.size() - names.size();
  return Concat(Join(names, ", "), more == 0 ? std::string() : Concat(" and ", more, " more"));
}

}  // namespace

Result<void> RefuseIfUsed(genesys::Session& session, Logger& logger, const std::string& action_id) {
  const auto flows = genesys::DependenciesClient(session).PublishedFlowsUsing(action_id);
  if (!flows && flows.error().code == ErrorCode::kPermissionDenied) {
    logger.Warning("use_not_known", {{"id", action_id}, {"reason", flows.error().message}});
    return {};
  }
  if (!flows) {
    return Error{
        flows.error().code,
        Concat("The action ", action_id, " was not deleted, because it is not known whether published flows use it: ",
               flows.error().message, " DeleteWhenUsed: Allow deletes it without asking.")};
  }
  if (flows->empty()) return {};
  return Error{ErrorCode::kConflict,
               Concat("The action ", action_id, " was not deleted: published flows use it: ", Named(*flows),
                      ". Publish these flows without it (or with the action that takes its place) and delete again, or "
                      "set DeleteWhenUsed to Allow.")};
}

}  // namespace genesys_cfn::provider
