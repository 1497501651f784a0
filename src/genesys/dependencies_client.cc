// SPDX-License-Identifier: Apache-2.0
#include "genesys/dependencies_client.h"

#include "base/encoding.h"
#include "base/text.h"
#include "genesys/listing.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kConsumers = "/api/v2/architect/dependencytracking/consumingresources";
constexpr Operation kListing{"listing the flows that use the data action", "architect:dependencyTracking:view"};

bool IsDeleted(const json::Value& entity) {
  const json::Value* const deleted = entity.Find("deleted");
  return deleted != nullptr && deleted->is_bool() && *deleted->AsBool();
}

}  // namespace

Result<std::vector<Consumer>> DependenciesClient::PublishedFlowsUsing(std::string_view action_id) {
  if (!IsPossibleId(action_id)) return std::vector<Consumer>();
  const std::string query = Concat("&id=", PercentEncode(action_id), "&objectType=DATAACTION&flowFilter=published");
  const Result<std::vector<json::Value>> entities = ListAll(session_, kListing, kConsumers, query);
  if (!entities && entities.error().code == ErrorCode::kNotFound) return std::vector<Consumer>();
  if (!entities) return entities.error();
  std::vector<Consumer> flows;
  for (const json::Value& entity : *entities) {
    Consumer consumer{entity.FindString("id").value_or(""), entity.FindString("name").value_or(""),
                      entity.FindString("type").value_or("")};
    if (consumer.type.ends_with("FLOW") && !IsDeleted(entity)) flows.push_back(std::move(consumer));
  }
  return flows;
}

}  // namespace genesys_cfn::genesys
