// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysDataActionLookup as a table. A row that was in a release stays: stacks may go back to its property.
#pragma once

#include <array>

#include "provider/data_action_table.h"
#include "provider/property_table.h"

namespace genesys_cfn::provider {
namespace action_lookup_table {

inline constexpr std::array<PropertyRow, 5> kProperties = {{
    {.name = "Name", .meaning = "the action's exact name", .presence = Presence::kRequired},
    {.name = "IntegrationId", .meaning = "the id of the integration that it hangs on"},
    {.name = "IntegrationName", .meaning = "the exact name of that integration"},
    {.name = "Category", .meaning = "its exact category, where the name alone is not enough"},
    {.name = "Version",
     .kind = ValueKind::kAnything,
     .meaning = "ignored. Changing it makes CloudFormation send an Update, which looks again"},
}};

inline constexpr std::array<std::string_view, 2> kIntegrations = {"IntegrationId", "IntegrationName"};
inline constexpr std::array<ExclusiveNames, 1> kExclusive = {{
    {kIntegrations, Presence::kRequired, "integration", definition::Rule::kIntegration},
}};

}  // namespace action_lookup_table

inline constexpr ResourceTable kActionLookupTable = {
    .type = "Custom::GenesysDataActionLookup",
    .summary = "A data action that exists, found by its name. Ref gives its id.",
    .properties = action_lookup_table::kProperties,
    .exclusive = action_lookup_table::kExclusive,
    .attributes = data_action_table::kAttributes,
};

}  // namespace genesys_cfn::provider
