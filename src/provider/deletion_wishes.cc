// SPDX-License-Identifier: Apache-2.0
#include "provider/deletion_wishes.h"

#include "json/parse.h"
#include "provider/data_action_table.h"
#include "provider/definition_source.h"

namespace genesys_cfn::provider {

DeletionWishes DeletionWishesOf(const json::Object& properties) {
  const json::Value all(properties);
  DeletionWishes wishes;
  wishes.tagged = all.FindString("OwnershipTag") != "Disabled";
  wishes.delete_when_used = all.FindString("DeleteWhenUsed") == "Allow";
  wishes.adopt_action_id = all.FindString("AdoptActionId");
  wishes.may_leave_draft = all.FindString("Publish") == "Validated" || properties.Contains("Function");
  wishes.delete_adopted = all.FindString("OnDelete") == "Delete";
  wishes.integration_id = all.FindString("IntegrationId").value_or("");
  wishes.integration_name = all.FindString("IntegrationName").value_or("");
  if (!wishes.integration_id.empty() || !wishes.integration_name.empty()) return wishes;
  std::vector<definition::Problem> ignored;
  const auto substitutions = ReadSubstitutions(PropertyReader(properties, "", ignored), ignored);
  for (const std::string_view source : kInlineSources) {
    const json::Value* definition = properties.Find(source);
    if (definition == nullptr) continue;
    const std::string* text = definition->AsString();
    const auto parsed = text != nullptr ? json::Parse(*text) : Result<json::Value>(*definition);
    if (!parsed) continue;
    wishes.integration_id = parsed->FindString("integrationId").value_or("");
    if (substitutions) wishes.integration_id = SubstituteKnown(wishes.integration_id, *substitutions);
    if (!wishes.integration_id.empty()) break;
  }
  return wishes;
}

}  // namespace genesys_cfn::provider
