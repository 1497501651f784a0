// SPDX-License-Identifier: Apache-2.0
// The tables of all resource types.
#pragma once

#include <span>
#include <string_view>

#include "provider/property_table.h"

namespace genesys_cfn::provider {

std::span<const ResourceTable* const> AllTables();
// nullptr for a type that is not ours.
const ResourceTable* FindTable(std::string_view type);
// nullptr when the type has no such property.
const PropertyRow* FindRow(std::span<const PropertyRow> rows, std::string_view name);

// What every custom resource has; CloudFormation itself reads them, so they are in no type's table.
std::span<const PropertyRow> ServiceProperties();

}  // namespace genesys_cfn::provider
