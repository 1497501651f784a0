// SPDX-License-Identifier: Apache-2.0
// One call of the Query API on its way: what it may use, and the tables of actions that query_*_actions.cc give.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/text.h"
#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/query_request.h"
#include "emulator/cloudformation/template_url.h"
#include "emulator/cloudformation/xml_writer.h"

namespace genesys_cfn::emulator {

struct Call {
  Engine& engine;
  const ResourceTypes& types;
  const TemplateReader& read_template;
  const QueryRequest& query;
  XmlWriter& xml;  // inside of the action's Result

  [[nodiscard]] std::string stack() const { return query.Text("StackName"); }
};

struct Action {
  std::string_view name;
  Result<void> (*perform)(Call&);
  bool has_result = true;
  // The service's codes for kNotFound and kConflict; the other error codes mean the same in all actions.
  std::string_view not_found = "ValidationError";
  std::string_view conflict = "TokenAlreadyExistsException";
};

std::span<const Action> StackActions();     // that change something
std::span<const Action> ReadActions();      // stacks, resources, events, exports
std::span<const Action> TemplateActions();  // of templates alone
std::span<const Action> ChangeSetActions();

inline Error InvalidRequest(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

// The service's text unless the request has the member, which is given as it stands in texts ("stackName").
Result<void> NeedMember(const Call& call, std::string_view name);

// Only DescribeStacks says "Stack with id X does not exist".
template <typename T>
Result<T> InBrackets(const Call& call, Result<T> result) {
  if (result.has_value() || result.error().code != ErrorCode::kNotFound) return result;
  return Error{ErrorCode::kNotFound, Concat("Stack [", call.stack(), "] does not exist")};
}

}  // namespace genesys_cfn::emulator
