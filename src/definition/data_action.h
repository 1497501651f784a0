// SPDX-License-Identifier: Apache-2.0
// The data action as its author means it: one value for both accepted forms (API body, UI export), with
// CloudFormation's stringified scalars restored, ready to compare and to send. docs/definition.md states the accepted
// shapes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::definition {

// A definition after Load. `config` and `contract` are the API's own members:
//   config   {"request": {requestUrlTemplate, requestType, headers, requestTemplate}, "response": {translationMap,
//            translationMapDefaults, successTemplate}, "timeoutSeconds"?}
//   contract {"input": {"inputSchema": {...}}, "output": {"successSchema": {...}}}
// Schemas are objects here, whichever form they came in. Members that the author did not state are absent.
struct DataAction {
  std::string name;                             // without " - Exported DATE @ TIME"; never empty after Load
  std::optional<std::string> category;          // absent: the integration's name
  std::optional<std::string> integration_id;    // of an API body form; the resource's property has precedence
  std::optional<std::string> integration_type;  // of a UI export, for a check against the integration
  std::optional<bool> secure;                   // absent: false on create, as it stands afterwards
  json::Object config;
  json::Object contract;
};

// Which rule a problem breaks, for those who number them.
enum class Rule {
  kOther,
  kSyntax,
  kUnknownMember,
  kMissingMember,
  kType,
  kName,
  kTimeout,
  kRequestType,
  kActionType,
  kDepth,
  kLinkAlone,
  kInputRoot,
  kInputName,
  kReservedName,
  kInputType,
  kOutputRoot,
  kNestedArray,
  kReference,
  kKeyword,
  // Of the resource's properties.
  kUnknownProperty,
  kSource,
  kIntegration,
  kSubstitution,
  kUnresolved,
  kTest,
};

// One thing wrong with a definition. The pointer is into the definition ("/config/request/requestType").
struct Problem {
  std::string pointer;
  std::string message;  // what is wrong and what would be right
  Rule rule = Rule::kOther;
};

struct LoadResult {
  std::optional<DataAction> action;  // present if and only if there are no problems
  std::vector<Problem> problems;
};

// What overrides the definition: the resource's own properties.
struct Overrides {
  std::optional<std::string> name;
  std::optional<std::string> category;
  std::optional<bool> secure;
};

// Reads a definition given as an object or as a string of JSON (a definition within a definition's string is not looked
// for). Steps: parse a string; tell the form; restore types by position (restore_types.h); strip the export ending and
// the ownership tag; check every rule of genesys-cloud-api.md sections 3.1 and 5.6; report all problems, not the first.
LoadResult Load(const json::Value& source, const Overrides& overrides);

// "a - Exported 2024-10-11 @ 11:24" without its ending; other names unchanged.
std::string StripExportEnding(std::string_view name);

// One line of at most `limit` bytes: "/config/request/requestType: ...; /name: ..." and how many were left out.
std::string Describe(const std::vector<Problem>& problems, size_t limit);

}  // namespace genesys_cfn::definition
