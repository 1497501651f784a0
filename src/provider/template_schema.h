// SPDX-License-Identifier: Apache-2.0
// JSON schemas (draft 7) for editors, made from the tables. They judge what a template states: a value that an
// intrinsic function gives is always right. Short tags (!Ref) must be expanded, as editors and CloudFormation's own
// tools do.
#pragma once

#include "json/value.h"
#include "provider/property_table.h"

namespace genesys_cfn::provider {

// Of a whole template: everything in it is free but the resources of our types.
json::Value TemplateSchema();
// Of the member Properties of one resource, ServiceToken and ServiceTimeout included.
json::Value PropertiesSchema(const ResourceTable& table);

}  // namespace genesys_cfn::provider
