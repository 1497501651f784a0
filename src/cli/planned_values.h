// SPDX-License-Identifier: Apache-2.0
// The properties that a change set shows, and what stands in them for values that are masked or known only at the
// deployment. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "definition/data_action.h"
#include "definition/normalise.h"
#include "json/value.h"

namespace genesys_cfn::cli {

// A change with its properties as the function gets them: without what is meant for CloudFormation.
struct PropertyBags {
  json::Object before;
  json::Object after;
};
PropertyBags BagsOf(const aws::ResourceChange& change);

// Whether something in it is masked (NoEcho), or known only at the deployment.
bool HoldsStandIn(const json::Value& value);

// What a reference to a resource gives after the deployment, by logical id. Of a resource that is made new: NewIdOf.
using FutureIds = std::map<std::string, std::string, std::less<>>;
// Stands for an id that does not exist yet: "(the new id of Crm)".
std::string NewIdOf(std::string_view logical_id);
bool IsNewId(std::string_view text);

// A change set says of each reference to a changed resource that it is known later. Where the template (`expressions`)
// has a plain reference to one whose future id is known, that takes its place.
void ResolveReferences(const json::Object& expressions, const FutureIds& ids, json::Object& properties);

// Without problems at places that hold a stand-in: what is there at the deployment may be right.
std::vector<definition::Problem> CertainProblems(std::vector<definition::Problem> problems,
                                                 const json::Object& properties);

// Takes every member that holds a stand-in in `desired` or `recorded` out of all three; what is taken out, as
// differences: nothing of it can be compared, and a masked value is not shown.
std::vector<definition::FieldDifference> TakeOutStandIns(json::Object& desired, json::Object& recorded,
                                                         json::Object& live);

}  // namespace genesys_cfn::cli
