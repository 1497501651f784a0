// SPDX-License-Identifier: Apache-2.0
// The local CloudFormation: takes stack operations, works out what is to be done in which order, calls custom resources
// and native types, and keeps every step in the database. It has no threads and never sleeps: it moves only inside the
// calls below, so a server can drive it with threads and a simulation in virtual time.
//
// Every step is one transaction; memory changes only when it was written. What must happen outside (an invocation, a
// native resource) happens after the step that announces it, so a process killed at any point is resumed by Resume:
// requests that wait for an answer are delivered again with their RequestId, native calls are repeated.
//
// Error codes: kInvalidInput and kNotFound are ValidationError, kConflict AlreadyExistsException, kPermissionDenied
// InsufficientCapabilitiesException (messages are the service's texts); what differs is said at the call. kIo means the
// database could not be written and nothing has changed.
//
// A request with the ClientRequestToken of the stack's last operation is that operation's request once more: it gets
// the same answer, and nothing else happens. With another kind of operation it is kConflict
// (TokenAlreadyExistsException).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "emulator/cloudformation/change_set.h"
#include "emulator/cloudformation/resource_types.h"
#include "emulator/cloudformation/stack_descriptions.h"
#include "emulator/cloudformation/stack_requests.h"
#include "emulator/cloudformation/stored_values.h"
#include "emulator/lambda/function_registry.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

// What a rollback does with a custom resource that the failed update replaced; both are reported of the service
// (aws-protocols.md 1.7 rule 9).
enum class ReplacementRollback {
  kUpdateBack,     // Update(new -> old) under the new id, then Delete of every id but the recorded one
  kDeleteNewOnly,  // the old id is recorded again, the new one deleted in the clean-up
};

// What becomes of the first answer to a request that was cancelled in flight, if it comes within its ServiceTimeout and
// before the operation has ended. Unverified; an answer without another physical id means nothing in both readings.
enum class LateAnswer {
  kIgnored,
  // The id of a cancelled Create takes the place of the invented one. If the Delete of that is in flight or done, a
  // Delete of this one follows. Another id of a cancelled Update is deleted in the clean-up.
  kRecorded,
};

// The physical id of a cancelled Create, in descriptions and events, until its Delete is answered. Unverified.
enum class CancelledCreateId { kInvented, kHidden };

struct EngineOptions {
  CloudIdentity identity;
  ReplacementRollback replacement_rollback = ReplacementRollback::kUpdateBack;
  LateAnswer late_answer = LateAnswer::kIgnored;
  CancelledCreateId cancelled_create_id = CancelledCreateId::kInvented;
  int cleanup_attempts = 3;
};

// All must outlive the engine. Neither functions nor types are called while the engine's mutex is held.
struct EngineParts {
  Database& database;
  const Clock& clock;
  Random& random;
  FunctionRegistry& functions;
  ResourceTypes& types;
  Logger& logger;
  // Parameter Store and Secrets Manager, for templates that read them; nullptr: they are empty.
  StoredValues* stored_values = nullptr;
};

// An operation that a previous process left unfinished.
struct Interrupted {
  std::string stack_name;
  StackStatus status = StackStatus::kCreateInProgress;
};
// The stack that holds the provider's function from the start.
struct ProviderStack {
  std::string stack_name = "genesys-cfn-provider";
  std::string export_name = "genesys-cfn-ServiceToken";
  std::string function_name = "genesys-cfn-provider";
  std::string code_bucket = "genesys-cfn-local";  // an entry of LocalResourceTypesOptions::artifacts
  std::string code_key = "genesys-cfn-provider.zip";
  int timeout_seconds = 300;
  int memory_megabytes = 256;
};

// Safe to use from several threads.
class Engine {
 public:
  // The SQL that makes the engine's tables, for Database::Open.
  static std::string_view Schema();
  // Reads all stacks. Nothing moves before Resume.
  static Result<std::unique_ptr<Engine>> Open(const EngineParts& parts, const EngineOptions& options);

  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  // The id of the stack. Validated, and *_IN_PROGRESS with its first events written, when they return.
  Result<std::string> CreateStack(const StackRequest& request);
  Result<std::string> UpdateStack(const StackRequest& request);
  // No error for a stack that does not exist (a name of nothing, or one that is deleted already). Accepted during a
  // creation and its rollback, too: requests in flight are cancelled.
  Result<void> DeleteStack(const DeleteRequest& request);
  // CREATE_FAILED and UPDATE_FAILED only: undoes what the failed operation did. The id of the stack.
  Result<std::string> RollBackStack(const RollbackRequest& request);
  // The id of the stack.
  Result<std::string> SetTerminationProtection(std::string_view name_or_id, bool is_protected);
  // UPDATE_IN_PROGRESS only: requests in flight are cancelled, and the update is rolled back.
  Result<void> CancelUpdate(std::string_view name_or_id, std::string_view client_request_token = {});
  // UPDATE_ROLLBACK_FAILED only: repeats the rollback of what is in UPDATE_FAILED, but for `resources_to_skip` (logical
  // ids), which count as rolled back.
  Result<void> ContinueUpdateRollback(std::string_view name_or_id, const std::vector<std::string>& resources_to_skip,
                                      std::string_view client_request_token = {});

  // Change sets. kNotFound is ChangeSetNotFound; a stack that is not there is kInvalidInput. `stack` (name or id) may
  // be empty when `change_set` is an ARN.
  //
  // Of type CREATE: makes the stack in REVIEW_IN_PROGRESS, unless it is in that status already. A change set that would
  // change nothing is made, too, in FAILED. kConflict: there is one of that name.
  Result<ChangeSetIds> CreateChangeSet(const ChangeSetRequest& request);
  // Begins the operation and deletes all change sets of the stack. kConflict: InvalidChangeSetStatus.
  Result<void> ExecuteChangeSet(const ExecuteRequest& request);
  // No error for a name that the stack has no change set of.
  Result<void> DeleteChangeSet(std::string_view change_set, std::string_view stack);
  Result<std::shared_ptr<const ChangeSetRecord>> DescribeChangeSet(std::string_view change_set,
                                                                   std::string_view stack) const;
  // Oldest first.
  Result<std::vector<std::shared_ptr<const ChangeSetRecord>>> ListChangeSets(std::string_view stack) const;

  // A custom resource has put this body to its response URL. Unknown or finished requests are logged and ignored.
  Result<void> OnAnswer(std::string_view request_id, std::string_view body);
  // Ends the requests whose ServiceTimeout has passed. When the next one is due; nullopt when none is in flight.
  Result<std::optional<WallTime>> Tick();
  // Once after Open: puts functions in place again and goes on with what was in progress. Names it, too.
  Result<std::vector<Interrupted>> Resume();
  // Makes the provider's stack unless a stack of its name exists. Call after Resume.
  Result<void> SeedProviderStack(const ProviderStack& provider);

  // By name (of a stack that is not deleted) or id. kNotFound: "Stack with id X does not exist".
  Result<StackDescription> DescribeStack(std::string_view name_or_id) const;
  // Newest first; without deleted stacks unless asked.
  enum class Include { kExisting, kDeletedToo };
  std::vector<StackDescription> DescribeStacks(Include include = Include::kExisting) const;
  // Newest first, those before `before`, at most `limit`.
  Result<EventPage> DescribeEvents(std::string_view name_or_id, std::optional<int64_t> before = std::nullopt,
                                   size_t limit = 100) const;
  // Oldest first, those after `sequence`: what is new since the last look.
  Result<std::vector<StackEvent>> EventsSince(std::string_view name_or_id, int64_t sequence) const;
  Result<std::vector<ResourceDescription>> DescribeResources(std::string_view name_or_id) const;
  std::vector<ExportRecord> ListExports() const;
  // Names of the stacks that import it.
  std::vector<std::string> ListImports(std::string_view export_name) const;
  // While an update is rolled back: the template that the stack goes back to.
  Result<std::string> GetTemplate(std::string_view name_or_id) const;

  // The key of response URLs (response_url.h); made with the database.
  [[nodiscard]] const std::string& url_key() const;
  [[nodiscard]] const CloudIdentity& identity() const;

 private:
  class State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace genesys_cfn::emulator
