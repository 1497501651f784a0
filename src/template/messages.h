// SPDX-License-Identifier: Apache-2.0
// Texts of the service that more than one file gives (aws-protocols.md 4.3 and 4.6; docs/fidelity.md says which were
// recorded and which are our wording).
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"

namespace genesys_cfn::cloudformation::message {

constexpr std::string_view kRef = "Template error: every Ref object must have a single String value.";
constexpr std::string_view kGetAtt =
    "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource "
    "attribute";
constexpr std::string_view kSub =
    "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as "
    "first "
    "argument, and an optional second argument to specify a mapping of values to replace in the string";
constexpr std::string_view kSubVariableName =
    "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, "
    "and "
    "colons";
constexpr std::string_view kSubValue =
    "Template error: every value of the context object of every Fn::Sub object must be a string or a function that "
    "returns "
    "a string";
constexpr std::string_view kJoin =
    "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings "
    "to be "
    "joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.";
constexpr std::string_view kSplit =
    "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be "
    "split or "
    "a function that returns a string to be split.";
constexpr std::string_view kSelect =
    "Template error: Fn::Select requires a list argument with two elements: an integer index and a list";
constexpr std::string_view kFindInMap =
    "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for "
    "return value";
constexpr std::string_view kFindInMapDefault =
    "Template error: the fourth parameter of Fn::FindInMap must be an object with the single member DefaultValue";
constexpr std::string_view kCidr =
    "Template error: every Fn::Cidr object requires an IP block, a count from 1 to 256 and, for blocks of IPv6, the "
    "number of subnet bits";
constexpr std::string_view kGetAzs = "Template error: every Fn::GetAZs object must have a String-typed value.";
constexpr std::string_view kLength =
    "Template error: every Fn::Length object requires a list or a function that gives one";
constexpr std::string_view kToJsonString = "Template error: every Fn::ToJsonString object requires an object or a list";
constexpr std::string_view kBase64 = "Template error: every Fn::Base64 object must have a String-typed value.";
constexpr std::string_view kImportValue =
    "Template error: every Fn::ImportValue object must have a String-typed value.";
constexpr std::string_view kIf =
    "Template error: every Fn::If object requires a list of 3 parameters, the condition name and the two values";
constexpr std::string_view kEquals = "Template error: every Fn::Equals object requires a list of 2 string parameters.";
constexpr std::string_view kNot = "Template error: every Fn::Not object requires a list of one boolean parameter.";

// Of Fn::And and Fn::Or.
inline std::string AndOr(std::string_view name) {
  return Concat("Template error: every ", name,
                " object requires a list of at least 2 and at most 10 boolean parameters.");
}
inline std::string UnsupportedFunction(std::string_view name) {
  return Concat("Template Error: Encountered unsupported function: ", name,
                " Supported functions are: [Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, "
                "Fn::FindInMap, Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, "
                "Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, "
                "Fn::Sub, Fn::Cidr]");
}
// `block` is "Resources" or "Outputs".
inline std::string UnresolvedResource(std::string_view name, std::string_view block) {
  return Concat("Template format error: Unresolved resource dependencies [", name, "] in the ", block,
                " block of the template");
}
inline std::string UnresolvedCondition(std::string_view name) {
  return Concat("Template error: unresolved condition dependency ", name, " in Fn::If");
}
inline std::string UnresolvedInConditions(std::string_view name) {
  return Concat("Template format error: Unresolved dependencies [", name,
                "]. Cannot reference resources in the Conditions block of the template");
}
inline std::string NoMapping(std::string_view map, std::string_view first, std::string_view second) {
  return Concat("Template error: Unable to get mapping for ", map, "::", first, "::", second);
}

}  // namespace genesys_cfn::cloudformation::message
