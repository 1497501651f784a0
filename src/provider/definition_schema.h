// SPDX-License-Identifier: Apache-2.0
// A JSON schema (draft 7) of definitions for editors, made from definition/members.h.
#pragma once

#include "json/value.h"

namespace genesys_cfn::provider {

// In a template any value may come from an intrinsic function, "#/definitions/expression", or hold an "@{Name}".
enum class Surrounding { kTemplate, kFile };

json::Object DefinitionSchema(Surrounding surrounding);
// Of a file that holds a definition, whole.
json::Value DefinitionFileSchema();

}  // namespace genesys_cfn::provider
