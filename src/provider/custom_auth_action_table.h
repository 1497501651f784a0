// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysCustomAuthAction as a table. A row that was in a release stays: stacks may go back to its property.
#pragma once

#include <array>

#include "provider/data_action_table.h"
#include "provider/property_table.h"

namespace genesys_cfn::provider {
namespace custom_auth_action_table {

inline constexpr std::array<PropertyRow, 4> kProperties = {{
    {.name = "IntegrationId",
     .meaning = "the id of the integration that logs in: of the type `custom-rest-actions`, with a credential of the "
                "type `userDefinedOAuth`",
     .presence = Presence::kRequired},
    {.name = "Definition",
     .kind = ValueKind::kDefinition,
     .meaning = "`{config: {request, response}}` as in [definition.md](definition.md), without `timeoutSeconds`",
     .presence = Presence::kRequired},
    {.name = "OnDrift",
     .kind = ValueKind::kChoice,
     .meaning = "what an Update does when the action was changed outside of CloudFormation",
     .words = std::span(kOnDriftWords).first<2>(),
     .fallback = "Fail"},
    {.name = "Version",
     .kind = ValueKind::kAnything,
     .meaning = "ignored. Changing it makes CloudFormation send an Update"},
}};

}  // namespace custom_auth_action_table

inline constexpr ResourceTable kCustomAuthActionTable = {
    .type = "Custom::GenesysCustomAuthAction",
    .summary = "The configuration of the action by which a Web Services integration logs in. Ref gives its id.",
    .properties = custom_auth_action_table::kProperties,
    .exclusive = {},
    .attributes = data_action_table::kAttributes,
};

}  // namespace genesys_cfn::provider
