// SPDX-License-Identifier: Apache-2.0
// Undoes CloudFormation's stringification of scalars (aws-protocols.md 1.3): `true` arrives as "true" and 14 as "14",
// at any depth. A value is converted only where the action model or JSON Schema says that the position holds a boolean
// or a number; `default`, `enum`, `const`, `examples` by the sibling `type`. Everything else - templates, headers,
// names, string defaults - stays the string it is.
#pragma once

#include "json/value.h"

namespace genesys_cfn::definition {

// A JSON Schema document (any draft up to 7), in place of its stringified twin.
json::Value RestoreSchema(const json::Value& schema);
// The `config` member: timeoutSeconds.
json::Value RestoreConfig(const json::Value& config);

}  // namespace genesys_cfn::definition
