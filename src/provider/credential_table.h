// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysCredential as a table. A row that was in a release stays: stacks may go back to its property.
#pragma once

#include <array>

#include "provider/data_action_table.h"
#include "provider/property_table.h"

namespace genesys_cfn::provider {
namespace credential_table {

inline constexpr std::array<PropertyRow, 11> kProperties = {{
    {.name = "CredentialType",
     .meaning =
         "the name of its type, such as `basicAuth`, `userDefinedOAuth` or `pureCloudOAuthClient`. Another one is "
         "a replacement",
     .presence = Presence::kRequired},
    {.name = "Name",
     .meaning = "its name, at most 180 bytes: the ownership tag stands behind it, or will when an adopted one has to "
                "be made anew",
     .presence = Presence::kRequired},
    {.name = "SecretId",
     .meaning = "name or ARN of the Secrets Manager secret that holds the values, as a JSON object. The provider's own "
                "is refused",
     .presence = Presence::kRequired},
    {.name = "SecretVersion",
     .meaning = "the `VersionId` of the secret. Another one writes the credential anew: rotation"},
    {.name = "SecretDigest",
     .meaning = "the SHA-256 of the secret's text, 64 hexadecimal digits, checked when it is read; another one is a "
                "rotation too. A digest of a short secret can be guessed: prefer `SecretVersion`"},
    {.name = "Fields",
     .kind = ValueKind::kTextMap,
     .meaning = "the credential's field -> the key of the secret: `{userName: user, password: pass}`",
     .presence = Presence::kRequired},
    {.name = "OnDrift",
     .kind = ValueKind::kChoice,
     .meaning =
         "what an Update does when name or type were changed outside of CloudFormation. Values cannot be compared",
     .words = kOnDriftWords,
     .fallback = "Fail"},
    {.name = "DeleteWhenUsed",
     .kind = ValueKind::kChoice,
     .meaning =
         "whether it is asked before the deletion which integrations use the credential. The platform may refuse "
         "all the same",
     .words = kDeleteWhenUsedWords,
     .fallback = "Refuse"},
    {.name = "AdoptCredentialId",
     .meaning = "the id of a credential to take over instead of making one; see [Adoption](#adoption)"},
    {.name = "OnDelete",
     .kind = ValueKind::kChoice,
     .meaning = "what a Delete does with an adopted credential. Only with `AdoptCredentialId`",
     .words = kOnDeleteWords,
     .fallback = "Release"},
    {.name = "Version",
     .kind = ValueKind::kAnything,
     .meaning = "ignored. Changing it makes CloudFormation send an Update"},
}};

inline constexpr std::array<AttributeRow, 4> kAttributes = {{
    {"Id", "the same as `Ref`"},
    {"Name", "its name, without the ownership tag"},
    {"CredentialType", "the name of its type"},
    {"SelfUri", "path of the credential in the API"},
}};

}  // namespace credential_table

inline constexpr ResourceTable kCredentialTable = {
    .type = "Custom::GenesysCredential",
    .summary = "A credential of Genesys Cloud, filled from a secret. Ref gives its id.",
    .properties = credential_table::kProperties,
    .exclusive = {},
    .attributes = credential_table::kAttributes,
};

}  // namespace genesys_cfn::provider
