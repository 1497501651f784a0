// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysDataAction as a table. A row that was in a release stays: stacks may go back to its property.
#pragma once

#include <array>

#include "provider/property_table.h"

namespace genesys_cfn::provider {

// The definition stands in one of these, or one of those leads to it.
inline constexpr std::array<std::string_view, 3> kInlineSources = {"Definition", "DataAction", "DataActionPayload"};
inline constexpr std::array<std::string_view, 4> kReferences = {"DefinitionS3", "DefinitionUri", "DefinitionParameter",
                                                                "DefinitionSecretId"};

inline constexpr std::array<std::string_view, 3> kOnDriftWords = {"Fail", "Overwrite", "Recreate"};
inline constexpr std::array<std::string_view, 2> kOwnershipTagWords = {"Enabled", "Disabled"};
inline constexpr std::array<std::string_view, 2> kPublishWords = {"Direct", "Validated"};
inline constexpr std::array<std::string_view, 2> kDeleteWhenUsedWords = {"Refuse", "Allow"};
inline constexpr std::array<std::string_view, 2> kOnDeleteWords = {"Release", "Delete"};

namespace data_action_table {

inline constexpr std::array<PropertyRow, 3> kS3Members = {{
    {.name = "Bucket", .meaning = "the bucket, in the function's region", .presence = Presence::kRequired},
    {.name = "Key", .meaning = "the object's key", .presence = Presence::kRequired},
    {.name = "VersionId", .meaning = "the object's version"},
}};

inline constexpr std::array<PropertyRow, 2> kSecretMembers = {{
    {.name = "SecretId", .meaning = "the secret's name or ARN", .presence = Presence::kRequired},
    {.name = "VersionId", .meaning = "the secret's version"},
}};

inline constexpr std::array<PropertyRow, 7> kTestMembers = {{
    {.name = "Name", .meaning = "the case's name in reasons and in the log", .presence = Presence::kRequired},
    {.name = "Inputs", .kind = ValueKind::kFreeObject, .meaning = "the inputs and their values"},
    {.name = "ExpectSuccess", .kind = ValueKind::kFlag, .meaning = "whether the action is to succeed; by default true"},
    {.name = "ExpectStatus",
     .kind = ValueKind::kWholeNumber,
     .meaning = "the status of the error that is expected, 400 to 599; 200 is success"},
    {.name = "ExpectOutput", .kind = ValueKind::kAnything, .meaning = "what must be in the output"},
    {.name = "AllowWrites", .kind = ValueKind::kFlag, .meaning = "true: the case may send a request that writes"},
    {.name = "Confidential", .kind = ValueKind::kFlag, .meaning = "true: none of its values is in a reason"},
}};

inline constexpr std::array<PropertyRow, 4> kZipMembers = {{
    {.name = "Bucket", .meaning = "the bucket, in the function's region", .presence = Presence::kRequired},
    {.name = "Key", .meaning = "the package's key", .presence = Presence::kRequired},
    {.name = "VersionId", .meaning = "the package's version"},
    {.name = "Digest", .meaning = "the package's SHA-256, 64 hexadecimal digits"},
}};

inline constexpr std::array<PropertyRow, 5> kFunctionMembers = {{
    {.name = "Zip",
     .kind = ValueKind::kObject,
     .meaning = "the package in S3, at most 15 MiB",
     .presence = Presence::kRequired,
     .members = kZipMembers},
    {.name = "Handler", .meaning = "file and function, such as `src/index.handler`", .presence = Presence::kRequired},
    {.name = "Runtime", .meaning = "such as `nodejs22.x`", .presence = Presence::kRequired},
    {.name = "TimeoutSeconds", .kind = ValueKind::kWholeNumber, .meaning = "1 to 15, by default 15"},
    {.name = "Description", .meaning = "at most 255 bytes"},
}};

inline constexpr std::array<PropertyRow, 24> kProperties = {{
    {.name = "Definition",
     .kind = ValueKind::kDataAction,
     .meaning = "the action; the forms are in [definition.md](definition.md)",
     .section = "definition"},
    {.name = "DataAction",
     .kind = ValueKind::kDataAction,
     .meaning = "the same under another name",
     .section = "definition"},
    {.name = "DataActionPayload",
     .kind = ValueKind::kJsonText,
     .meaning = "the action. A template parameter holds at most 4,096 bytes: put a larger action into the template as "
                "`Definition`, or into S3",
     .section = "definition"},
    {.name = "DefinitionS3",
     .kind = ValueKind::kObject,
     .meaning = "the action in S3, in the function's region; at most 5 MiB",
     .members = kS3Members,
     .section = "definition"},
    {.name = "DefinitionUri",
     .kind = ValueKind::kText,
     .meaning = "the same as `s3://bucket/key` or `s3://bucket/key?versionId=ID`. The key stands as it is, without any "
                "encoding",
     .section = "definition"},
    {.name = "DefinitionParameter",
     .kind = ValueKind::kText,
     .meaning = "the action in Systems Manager Parameter Store: a name, `name:version`, or an ARN",
     .section = "definition"},
    {.name = "DefinitionSecretId",
     .kind = ValueKind::kTextOrObject,
     .meaning = "the action in Secrets Manager: the secret's name or ARN, or both parts. The provider's own "
                "credentials are refused, however they are spelt",
     .members = kSecretMembers,
     .section = "definition"},
    {.name = "DefinitionDigest",
     .kind = ValueKind::kText,
     .meaning = "the SHA-256 of the stored bytes, 64 hexadecimal digits, checked when the text is read. Only with a "
                "definition that stands elsewhere",
     .section = "digest"},
    {.name = "Substitutions",
     .kind = ValueKind::kTextMap,
     .meaning = "texts for `@{Name}` in the definition; see [Substitutions](#substitutions)"},
    {.name = "Name", .kind = ValueKind::kText, .meaning = "overrides the definition's `name`"},
    {.name = "DataActionName", .kind = ValueKind::kText, .alias_of = "Name"},
    {.name = "IntegrationId",
     .kind = ValueKind::kText,
     .meaning = "the id of the integration that the action hangs on",
     .section = "integration"},
    {.name = "IntegrationName",
     .kind = ValueKind::kText,
     .meaning = "its exact name. None or several of that name is an error that lists what there is. Costs one request "
                "more",
     .section = "integration"},
    {.name = "Category",
     .kind = ValueKind::kText,
     .meaning = "overrides the definition's. Without any category the integration's name is taken when the action is "
                "created, and the live one stands afterwards"},
    {.name = "Secure",
     .kind = ValueKind::kFlag,
     .meaning = "overrides the definition's. Stated nowhere: `false` at creation, and not compared afterwards"},
    {.name = "OnDrift",
     .kind = ValueKind::kChoice,
     .meaning = "what an Update does when the action was changed outside of CloudFormation; see "
                "[lifecycle.md](lifecycle.md#drift)",
     .words = kOnDriftWords,
     .fallback = "Fail"},
    {.name = "OwnershipTag",
     .kind = ValueKind::kChoice,
     .meaning = "see [ownership.md](ownership.md)",
     .words = kOwnershipTagWords,
     .fallback = "Enabled"},
    {.name = "DeleteWhenUsed",
     .kind = ValueKind::kChoice,
     .meaning = "whether the action is deleted although published flows use it, also in the clean-up after a "
                "replacement. `Refuse` needs the permission to ask, else it is as `Allow` "
                "([configuration.md](configuration.md#permissions))",
     .words = kDeleteWhenUsedWords,
     .fallback = "Refuse"},
    {.name = "AdoptActionId",
     .kind = ValueKind::kText,
     .meaning = "the id of an action to take over instead of making one; see [Adoption](#adoption)"},
    {.name = "OnDelete",
     .kind = ValueKind::kChoice,
     .meaning =
         "what a Delete does with an adopted action. Only with `AdoptActionId`; to keep an action that the stack "
         "has made, give the resource a `DeletionPolicy`",
     .words = kOnDeleteWords,
     .fallback = "Release"},
    {.name = "Function",
     .kind = ValueKind::kObject,
     .meaning = "the function of an action on a function integration; see [functions.md](functions.md)",
     .members = kFunctionMembers},
    {.name = "Publish",
     .kind = ValueKind::kChoice,
     .meaning = "`Validated`: by a draft that is validated and tested first; see [gate.md](gate.md)",
     .words = kPublishWords,
     .fallback = "Direct"},
    {.name = "Test",
     .kind = ValueKind::kList,
     .meaning = "what the draft is tested with, only with `Publish: Validated`; see [gate.md](gate.md#cases)",
     .members = kTestMembers},
    // CloudFormation's documented way to force an Update.
    {.name = "Version",
     .kind = ValueKind::kAnything,
     .meaning = "ignored. Changing it makes CloudFormation send an Update"},
}};

inline constexpr std::array<std::string_view, 7> kSources = {kInlineSources[0], kInlineSources[1], kInlineSources[2],
                                                             kReferences[0],    kReferences[1],    kReferences[2],
                                                             kReferences[3]};
inline constexpr std::array<std::string_view, 2> kIntegrations = {"IntegrationId", "IntegrationName"};
inline constexpr std::array<ExclusiveNames, 2> kExclusive = {{
    {kSources, Presence::kRequired, "definition", definition::Rule::kSource},
    {kIntegrations, Presence::kOptional, "integration", definition::Rule::kIntegration},
}};

inline constexpr std::array<AttributeRow, 7> kAttributes = {{
    {"DataActionId", "the same as `Ref`"},
    {"Id", "the same as `Ref`"},
    {"Name", "the action's name"},
    {"IntegrationId", "the integration's id"},
    {"Version", "the platform's version number of the action; grows with each update"},
    {"Category", "the action's category"},
    {"SelfUri", "path of the action in the API"},
}};

}  // namespace data_action_table

inline constexpr ResourceTable kDataActionTable = {
    .type = "Custom::GenesysDataAction",
    .summary = "A data action of Genesys Cloud. Ref gives its id.",
    .properties = data_action_table::kProperties,
    .exclusive = data_action_table::kExclusive,
    .attributes = data_action_table::kAttributes,
};

}  // namespace genesys_cfn::provider
