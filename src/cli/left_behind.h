// SPDX-License-Identifier: Apache-2.0
// What a stack operation could not delete. In its clean-up (docs/fidelity.md) CloudFormation tries three times, drops
// the resource from the stack then, and ends the operation as one that succeeded; a deletion that fails otherwise ends
// in ..._FAILED, and the stack keeps the resource. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "json/value.h"

namespace genesys_cfn::cli {

struct NotDeleted {
  std::string logical_id;
  std::string physical_id;
  std::string type;
  std::string reason;  // of the last attempt, without what CloudFormation puts around the provider's own words
  size_t attempts = 0;
};

// `events` of one operation, oldest first. What was deleted by a later attempt is not among them.
std::vector<NotDeleted> FindNotDeleted(const std::vector<aws::StackEvent>& events);

// The stack as it rests, and how this program and the AWS CLI are called to work on the same cloud.
struct RestingStack {
  std::string name;
  std::string status;
  std::string call;
  std::string call_of_aws_cli;
};
// What stays where, why, and what to do; nothing for nothing.
std::vector<std::string> NotDeletedText(const std::vector<NotDeleted>& resources, const RestingStack& stack);
json::Array NotDeletedDocument(const std::vector<NotDeleted>& resources, const RestingStack& stack);

// Tells the attempts to delete one resource apart, for who reads the events of one operation as they come.
class DeletionAttempts {
 public:
  // As it is shown: of a further failed attempt the reason says which one it was, and nothing that was said before.
  aws::StackEvent Tell(aws::StackEvent event);

 private:
  struct Failed {
    size_t attempts = 0;
    std::string reason;
  };
  std::map<std::string, Failed> failed_;  // by physical id
  bool in_clean_up_ = false;
};

// Whether a stack of this status is deleting what an update has replaced or given up.
bool IsCleanUp(std::string_view stack_status);

}  // namespace genesys_cfn::cli
