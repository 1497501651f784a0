// SPDX-License-Identifier: Apache-2.0
#include "provider/deletion_wishes.h"

#include "provider/definition_source.h"

namespace genesys_cfn::provider {

DeletionWishes DeletionWishesOf(const json::Object& properties) {
  const json::Value all(properties);
  DeletionWishes wishes;
  wishes.tagged = all.FindString("OwnershipTag") != "Disabled";
  wishes.delete_when_used = all.FindString("DeleteWhenUsed") == "Allow";
  wishes.adopt_action_id = all.FindString("AdoptActionId");
  wishes.delete_adopted = all.FindString("OnDelete") == "Delete";
  wishes.integration_id = all.FindString("IntegrationId").value_or("");
  wishes.integration_name = all.FindString("IntegrationName").value_or("");
  if (!wishes.integration_id.empty() || !wishes.integration_name.empty()) return wishes;
  for (const std::string_view source : kInlineSources) {
    const json::Value* definition = properties.Find(source);
    if (definition != nullptr) wishes.integration_id = definition->FindString("integrationId").value_or("");
    if (!wishes.integration_id.empty()) break;
  }
  return wishes;
}

}  // namespace genesys_cfn::provider
