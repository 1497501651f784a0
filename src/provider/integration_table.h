// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysIntegration as a table. A row that was in a release stays: stacks may go back to its property.
#pragma once

#include <array>

#include "provider/data_action_table.h"
#include "provider/property_table.h"

namespace genesys_cfn::provider {

inline constexpr std::array<std::string_view, 2> kIntegrationStateWords = {"ENABLED", "DISABLED"};

namespace integration_table {

inline constexpr std::array<PropertyRow, 12> kProperties = {{
    {.name = "IntegrationType",
     .meaning = "the id of its type, such as `custom-rest-actions`. Another one is a replacement",
     .presence = Presence::kRequired},
    {.name = "Name",
     .meaning = "its name, by which `IntegrationName` of a data action finds it",
     .presence = Presence::kRequired},
    {.name = "Notes", .meaning = "its notes. The ownership tag stands behind them"},
    {.name = "Properties",
     .kind = ValueKind::kDefinition,
     .meaning =
         "the configuration's `properties`, by the type's own schema. CloudFormation makes every scalar a string; "
         "where the schema has a boolean or a number it is made one again. A JSON string keeps them as they are"},
    {.name = "Advanced", .kind = ValueKind::kDefinition, .meaning = "the configuration's `advanced`, likewise"},
    {.name = "Credentials",
     .kind = ValueKind::kTextMap,
     .meaning = "the type's credential slot -> the id of a credential: `{basicAuth: !Ref Login}`"},
    {.name = "State",
     .kind = ValueKind::kChoice,
     .meaning = "whether it works. The resource is complete when the platform reports `ACTIVE` or `INACTIVE`. Not "
                "stated: a new one is disabled, an existing one stays as it is",
     .words = kIntegrationStateWords},
    {.name = "OnDrift",
     .kind = ValueKind::kChoice,
     .meaning = "what an Update does when the integration was changed outside of CloudFormation, as for a data action",
     .words = kOnDriftWords,
     .fallback = "Fail"},
    {.name = "DeleteWhenUsed",
     .kind = ValueKind::kChoice,
     .meaning = "whether it is deleted although actions are on it, which the platform deletes with it",
     .words = kDeleteWhenUsedWords,
     .fallback = "Refuse"},
    {.name = "AdoptIntegrationId",
     .meaning = "the id of an integration to take over instead of making one; see [Adoption](#adoption)"},
    {.name = "OnDelete",
     .kind = ValueKind::kChoice,
     .meaning = "what a Delete does with an adopted integration. Only with `AdoptIntegrationId`",
     .words = kOnDeleteWords,
     .fallback = "Release"},
    {.name = "Version",
     .kind = ValueKind::kAnything,
     .meaning = "ignored. Changing it makes CloudFormation send an Update"},
}};

inline constexpr std::array<AttributeRow, 6> kAttributes = {{
    {"Id", "the same as `Ref`"},
    {"Name", "the integration's name"},
    {"IntegrationType", "the id of its type"},
    {"State", "`ENABLED` or `DISABLED`: what is intended"},
    {"ConfigVersion", "the version number of its configuration; grows with each write"},
    {"SelfUri", "path of the integration in the API"},
}};

}  // namespace integration_table

inline constexpr ResourceTable kIntegrationTable = {
    .type = "Custom::GenesysIntegration",
    .summary = "An integration of Genesys Cloud, which data actions hang on. Ref gives its id.",
    .properties = integration_table::kProperties,
    .exclusive = {},
    .attributes = integration_table::kAttributes,
};

}  // namespace genesys_cfn::provider
