// SPDX-License-Identifier: Apache-2.0
// Properties against the table of their type: unknown names (with a suggestion), missing ones, too many of those that
// exclude each other, values of the wrong kind, words that are no choice. Whoever reads the properties afterwards
// (property_reader.h) says only what a table cannot. Pure.
#pragma once

#include <vector>

#include "definition/data_action.h"
#include "json/value.h"
#include "provider/property_table.h"

namespace genesys_cfn::provider {

// `properties` without ServiceToken and ServiceTimeout, as the function gets them. Pointers are into them.
void CheckProperties(const ResourceTable& table, const json::Object& properties,
                     std::vector<definition::Problem>& problems);

}  // namespace genesys_cfn::provider
