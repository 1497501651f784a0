// SPDX-License-Identifier: Apache-2.0
#include "provider/resource_tables.h"

#include <algorithm>
#include <array>

#include "provider/action_lookup_table.h"
#include "provider/credential_table.h"
#include "provider/custom_auth_action_table.h"
#include "provider/data_action_table.h"
#include "provider/integration_table.h"

namespace genesys_cfn::provider {
namespace {

constexpr std::array<const ResourceTable*, 5> kTables = {&kDataActionTable, &kIntegrationTable, &kCredentialTable,
                                                         &kActionLookupTable, &kCustomAuthActionTable};

constexpr std::array<PropertyRow, 2> kServiceProperties = {{
    {.name = "ServiceToken",
     .kind = ValueKind::kText,
     .meaning = "the function's ARN. It cannot be changed on a living resource",
     .presence = Presence::kRequired},
    {.name = "ServiceTimeout",
     .kind = ValueKind::kWholeNumber,
     .meaning = "CloudFormation's patience for one request, 1 to 3600 seconds, by default 3600. Take more than the "
                "function's timeout plus the time that an event may wait in the queue"},
}};

}  // namespace

std::span<const ResourceTable* const> AllTables() {
  return kTables;
}

const ResourceTable* FindTable(std::string_view type) {
  const auto at = std::find_if(kTables.begin(), kTables.end(), [&](const auto* table) { return table->type == type; });
  return at == kTables.end() ? nullptr : *at;
}

const PropertyRow* FindRow(std::span<const PropertyRow> rows, std::string_view name) {
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const PropertyRow& row) { return row.name == name; });
  return at == rows.end() ? nullptr : &*at;
}

std::span<const PropertyRow> ServiceProperties() {
  return kServiceProperties;
}

}  // namespace genesys_cfn::provider
