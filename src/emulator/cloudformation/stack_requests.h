// SPDX-License-Identifier: Apache-2.0
// What is asked of the engine, as plain values.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulator/cloudformation/change_set.h"
#include "emulator/cloudformation/stack_record.h"
#include "template/parameters.h"

namespace genesys_cfn::emulator {

struct StackRequest {  // of CreateStack, UpdateStack and CreateChangeSet
  std::string stack_name;
  std::string template_body;
  bool use_previous_template = false;  // UpdateStack and change sets of type UPDATE only
  std::map<std::string, cloudformation::GivenParameter> parameters;
  std::vector<std::string> capabilities;
  std::optional<Tags> tags;  // absent in an update: as before
  // kDoNothing cancels nothing: what is in flight is waited for. UpdateStack takes kDelete for kRollback.
  OnFailure on_failure = OnFailure::kRollback;
  bool termination_protection = false;
  std::string role_arn;
  std::vector<std::string> notification_arns;
  std::string client_request_token;
  bool retain_except_on_create = false;
  std::optional<std::chrono::minutes> timeout;  // CreateStack only: a creation that takes longer has failed
};

struct DeleteRequest {
  std::string stack_name;  // or id
  std::vector<std::string> retain_resources;
  std::string client_request_token;
  bool force = false;  // FORCE_DELETE_STACK, in DELETE_FAILED only: what cannot be deleted is left behind
};

struct RollbackRequest {
  std::string stack_name;  // or id
  bool retain_except_on_create = false;
  std::string client_request_token;
};

struct ChangeSetRequest {
  StackRequest stack;
  std::string name;
  std::string description;
  ChangeSetType type = ChangeSetType::kUpdate;
  std::string client_token;
};
struct ChangeSetIds {
  std::string id;
  std::string stack_id;
};

struct ExecuteRequest {
  std::string change_set;  // name or ARN
  std::string stack_name;  // or id; may be empty with an ARN
  std::optional<bool> disable_rollback;
  bool retain_except_on_create = false;
  std::string client_request_token;
};

}  // namespace genesys_cfn::emulator
