// SPDX-License-Identifier: Apache-2.0
// CloudFormation's Query API as a client (aws-protocols.md 4.9): the command line drives the local cloud and real
// stacks through it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

struct StackParameter {
  std::string key;
  std::string value;
  bool use_previous = false;
  std::string resolved_value = {};  // of a described one that Parameter Store holds
};
struct StackOutput {
  std::string key;
  std::string value;
  std::string description;
  std::string export_name;
};
struct Stack {
  std::string id;
  std::string name;
  std::string status;
  std::string status_reason;
  std::string creation_time;
  std::string last_updated_time;
  std::string description;
  std::vector<StackParameter> parameters;
  std::vector<StackOutput> outputs;
  std::vector<std::pair<std::string, std::string>> tags;
  std::string role_arn;  // that CloudFormation takes for this stack; "" for the caller's own rights
};
struct StackName {
  std::string id;
  std::string name;
  std::string status;
};
struct StackEvent {
  std::string event_id;
  std::string stack_name;
  std::string logical_id;
  std::string physical_id;
  std::string resource_type;
  std::string timestamp;
  std::string status;
  std::string reason;
};
struct StackResource {
  std::string logical_id;
  std::string physical_id;
  std::string type;
  std::string status;
  std::string reason;
  std::string last_updated;
};

struct ResourceChange {
  std::string action;  // "Add", "Modify", "Remove"
  std::string logical_id;
  std::string physical_id;
  std::string type;
  std::string replacement;     // of Modify: "True", "False", "Conditional"
  std::string policy_action;   // "Retain", ...; may be empty
  std::string before_context;  // JSON: {"Properties": {...}}; empty when there is none
  std::string after_context;
};
struct Export {
  std::string name;
  std::string value;
  std::string exporting_stack_id;
};
struct ChangeSet {
  std::string status;
  std::string status_reason;
  std::vector<ResourceChange> changes;
};
enum class ChangeSetType { kCreate, kUpdate };

// Errors: the service's message, with kInvalidInput for ValidationError, kConflict for AlreadyExistsException,
// kUnauthenticated for signature errors and expired credentials, kPermissionDenied, kRateLimited, else as of
// http::Client. Not thread-safe.
class CloudFormationClient {
 public:
  static constexpr Milliseconds kLongestCall{60'000};
  // How long throttling is waited for.
  static constexpr Milliseconds kThrottlingPatience{120'000};
  struct Parts {
    http::Client& client;
    Clock& clock;
    // With it calls that the service throttles are repeated with backoff, and reads that failed on the way three times.
    Random* random = nullptr;
  };
  CloudFormationClient(Parts parts, Credentials credentials, std::string region, std::string endpoint);

  struct StackInput {
    std::string name;
    std::string template_body;
    std::vector<StackParameter> parameters;
    std::vector<std::string> capabilities;
    std::string template_url = {};                               // in place of the body, unless empty
    std::vector<std::pair<std::string, std::string>> tags = {};  // none: an update leaves them as they are
    std::string role_arn = {};                                   // "": an update takes the stack's own
  };
  // The stack id.
  Result<std::string> CreateStack(const StackInput& input);
  // The stack id; kInvalidInput with "No updates are to be performed." when nothing changes.
  Result<std::string> UpdateStack(const StackInput& input);
  Result<void> DeleteStack(std::string_view name_or_id, std::string_view role_arn = {});
  // The change set, which is still being made. kCreate makes the stack, in REVIEW_IN_PROGRESS.
  Result<void> CreateChangeSet(const StackInput& input, std::string_view name, ChangeSetType type);
  // All pages, with the values of properties.
  Result<ChangeSet> DescribeChangeSet(std::string_view stack, std::string_view name);
  // Begins the operation; the stack's events say how it goes.
  Result<void> ExecuteChangeSet(std::string_view stack, std::string_view name);
  Result<void> DeleteChangeSet(std::string_view stack, std::string_view name);
  // nullopt when it does not exist.
  Result<std::optional<Stack>> DescribeStack(std::string_view name_or_id, Milliseconds timeout = kLongestCall);
  // nullopt when there is no such stack, or no such resource in it.
  Result<std::optional<StackResource>> DescribeStackResource(std::string_view name_or_id, std::string_view logical_id,
                                                             Milliseconds timeout = kLongestCall);
  // Every stack that is not deleted, all pages.
  Result<std::vector<Stack>> DescribeStacks();
  // Newest first, all pages, until (and without) the event `until_event_id`.
  Result<std::vector<StackEvent>> DescribeStackEvents(std::string_view name_or_id,
                                                      std::string_view until_event_id = {});
  Result<std::vector<StackResource>> ListStackResources(std::string_view name_or_id);
  // kOriginal: as it was given; kProcessed: after macros, as JSON.
  enum class TemplateStage { kOriginal, kProcessed };
  // The template of the last deployment that succeeded.
  Result<std::string> GetTemplate(std::string_view name_or_id, TemplateStage stage);
  // Every stack, those deleted within the last 90 days too, all pages.
  Result<std::vector<StackName>> ListStacks();
  // Of all stacks of the account and region.
  Result<std::vector<Export>> ListExports();

 private:
  Parts parts_;
  Credentials credentials_;
  std::string region_;
  std::string endpoint_;
};

}  // namespace genesys_cfn::aws
