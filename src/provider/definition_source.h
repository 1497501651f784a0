// SPDX-License-Identifier: Apache-2.0
// Where a resource's definition comes from, read from its properties. Internal to this folder; pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"
#include "provider/definition_reference.h"
#include "provider/property_reader.h"
#include "provider/substitutions.h"

namespace genesys_cfn::provider {

// The one source that is given; "" when there is none, or several.
std::string_view ChooseSource(const PropertyReader& reader);

// The reference in `source`, one of kReferences, with DefinitionDigest; nullopt when it is wrong (with problems, if a
// table does not tell) or leads to the provider's own credentials.
std::optional<DefinitionReference> ReadReference(const PropertyReader& reader, std::string_view source,
                                                 const OwnCredentials& own, std::vector<definition::Problem>& problems);

// A SHA-256 in lower case; nullopt when absent or, with a problem, none.
std::optional<std::string> ReadDigest(const PropertyReader& reader, std::string_view name, std::string_view of_what);

// nullopt without the property: then "@{" means nothing.
std::optional<Substitutions> ReadSubstitutions(const PropertyReader& reader,
                                               std::vector<definition::Problem>& problems);

// A problem for each place below `value` that holds a dynamic reference which CloudFormation leaves as it is in custom
// resources (aws-protocols.md 4.4).
void RefuseUnresolved(const json::Value& value, const std::string& pointer, std::vector<definition::Problem>& problems);

}  // namespace genesys_cfn::provider
