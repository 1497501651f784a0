// SPDX-License-Identifier: Apache-2.0
// The engine's public face: reads, and the provider's stack.
#include <algorithm>

#include "base/text.h"
#include "emulator/cloudformation/engine_state.h"
#include "emulator/cloudformation/stack_store.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

StackDescription Describe(const StackRecord& record) {
  StackDescription description;
  description.id = record.id;
  description.name = record.name;
  description.description = record.input.description;
  description.status = record.status;
  description.status_reason = record.status_reason;
  description.created = record.created;
  description.updated = record.updated;
  description.deleted = record.deleted;
  description.disable_rollback = record.on_failure == OnFailure::kDoNothing;
  description.termination_protection = record.termination_protection;
  description.retain_except_on_create = record.retain_except_on_create;
  description.force_delete = record.force_delete;
  description.timeout_minutes = record.timeout_minutes;
  description.role_arn = record.role_arn;
  description.change_set_id = record.change_set_id;
  description.notification_arns = record.notification_arns;
  description.capabilities = record.input.capabilities;
  description.tags = record.input.tags;
  description.parameters = ShownParameters(record.input);
  description.outputs = record.outputs;
  return description;
}

// A template with one function and its ARN as an export.
std::string ProviderTemplate(const ProviderStack& provider) {
  const json::Object function{
      {"Type", "AWS::Lambda::Function"},
      {"Properties",
       json::Object{{"FunctionName", provider.function_name},
                    {"Runtime", "provided.al2023"},
                    {"Role", "arn:aws:iam::000000000000:role/genesys-cfn-provider"},
                    {"Handler", "bootstrap"},
                    {"Code", json::Object{{"S3Bucket", provider.code_bucket}, {"S3Key", provider.code_key}}},
                    {"Timeout", provider.timeout_seconds},
                    {"MemorySize", provider.memory_megabytes}}}};
  const json::Object output{{"Description", "ServiceToken for custom resources of Genesys Cloud"},
                            {"Value", json::Object{{"Fn::GetAtt", json::Array{"Provider", "Arn"}}}},
                            {"Export", json::Object{{"Name", provider.export_name}}}};
  return json::Write(
      json::Object{{"Description", "The provider of Genesys Cloud resources, built into the local cloud"},
                   {"Resources", json::Object{{"Provider", function}}},
                   {"Outputs", json::Object{{"ServiceToken", output}}}});
}

}  // namespace

std::vector<StackParameter> ShownParameters(const StackInput& input) {
  std::vector<StackParameter> parameters;
  for (const auto& [name, value] : input.parameters) {
    const bool is_hidden = input.no_echo.contains(name);
    parameters.push_back({name, is_hidden ? "****" : value, std::nullopt});
    const auto stored = input.stored.find(name);
    if (stored == input.stored.end()) continue;
    parameters.back().resolved_value = is_hidden ? "****" : stored->second;
  }
  return parameters;
}

const StackState* Engine::State::LockedFind(std::string_view name_or_id) const {
  const auto named = existing_.find(name_or_id);
  const auto found = stacks_.find(named == existing_.end() ? std::string(name_or_id) : named->second);
  return found == stacks_.end() ? nullptr : &found->second;
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::~Engine() = default;

std::string_view Engine::Schema() {
  return stack_store::Schema();
}

Result<std::unique_ptr<Engine>> Engine::Open(const EngineParts& parts, const EngineOptions& options) {
  auto state = std::make_unique<State>(parts, options);
  TRY(state->Load());
  return std::unique_ptr<Engine>(new Engine(std::move(state)));
}

Result<std::string> Engine::CreateStack(const StackRequest& request) {
  return state_->CreateStack(request);
}
Result<std::string> Engine::UpdateStack(const StackRequest& request) {
  return state_->UpdateStack(request);
}
Result<void> Engine::DeleteStack(const DeleteRequest& request) {
  return state_->DeleteStack(request);
}
Result<void> Engine::CancelUpdate(std::string_view name_or_id, std::string_view client_request_token) {
  return state_->CancelUpdate(name_or_id, client_request_token);
}
Result<void> Engine::ContinueUpdateRollback(std::string_view name_or_id,
                                            const std::vector<std::string>& resources_to_skip,
                                            std::string_view client_request_token) {
  return state_->ContinueUpdateRollback(name_or_id, resources_to_skip, client_request_token);
}
Result<std::string> Engine::RollBackStack(const RollbackRequest& request) {
  return state_->RollBackStack(request);
}
Result<std::string> Engine::SetTerminationProtection(std::string_view name_or_id, bool is_protected) {
  return state_->SetTerminationProtection(name_or_id, is_protected);
}
Result<void> Engine::OnAnswer(std::string_view request_id, std::string_view body) {
  return state_->OnAnswer(std::string(request_id), body);
}
Result<std::optional<WallTime>> Engine::Tick() {
  return state_->Tick();
}
Result<std::vector<Interrupted>> Engine::Resume() {
  return state_->Resume();
}

Result<void> Engine::SeedProviderStack(const ProviderStack& provider) {
  if (DescribeStack(provider.stack_name).has_value()) return {};
  StackRequest request;
  request.stack_name = provider.stack_name;
  request.template_body = ProviderTemplate(provider);
  TRY(CreateStack(request));
  TRY_ASSIGN(const StackDescription made, DescribeStack(provider.stack_name));
  if (made.status == StackStatus::kCreateComplete) return {};
  TRY_ASSIGN(const std::vector<ResourceDescription> resources, DescribeResources(provider.stack_name));
  TRY_ASSIGN(const std::vector<StackEvent> events, EventsSince(provider.stack_name, 0));
  const auto failed = std::find_if(events.begin(), events.end(),
                                   [](const StackEvent& event) { return event.status == "CREATE_FAILED"; });
  TRY(DeleteStack({provider.stack_name, {}, ""}));
  return Error{ErrorCode::kInvalidInput, Concat("The provider's stack ", provider.stack_name, " could not be made: ",
                                                failed == events.end() ? made.status_reason : failed->reason)};
}

Result<StackDescription> Engine::DescribeStack(std::string_view name_or_id) const {
  const std::lock_guard lock(state_->mutex_);
  const StackState* stack = state_->LockedFind(name_or_id);
  if (stack == nullptr) {
    return Error{ErrorCode::kNotFound, Concat("Stack with id ", name_or_id, " does not exist")};
  }
  return Describe(stack->record);
}

std::vector<StackDescription> Engine::DescribeStacks(Include include) const {
  const std::lock_guard lock(state_->mutex_);
  std::vector<StackDescription> stacks;
  for (const auto& [id, stack] : state_->stacks_) {
    if (include == Include::kExisting && stack.record.status == StackStatus::kDeleteComplete) continue;
    stacks.push_back(Describe(stack.record));
  }
  std::stable_sort(stacks.begin(), stacks.end(),
                   [](const StackDescription& a, const StackDescription& b) { return a.created > b.created; });
  return stacks;
}

Result<EventPage> Engine::DescribeEvents(std::string_view name_or_id, std::optional<int64_t> before,
                                         size_t limit) const {
  TRY_ASSIGN(const StackDescription stack, DescribeStack(name_or_id));
  stack_store::EventQuery query;
  query.stack_id = stack.id;
  query.before = before;
  query.limit = limit + 1;
  EventPage page;
  TRY_ASSIGN(page.events, stack_store::ReadEvents(state_->parts_.database, query));
  if (page.events.size() > limit) {
    page.events.pop_back();
    page.next = page.events.back().sequence;
  }
  return page;
}

Result<std::vector<StackEvent>> Engine::EventsSince(std::string_view name_or_id, int64_t sequence) const {
  TRY_ASSIGN(const StackDescription stack, DescribeStack(name_or_id));
  stack_store::EventQuery query;
  query.stack_id = stack.id;
  query.after = sequence;
  query.limit = 1'000'000;
  return stack_store::ReadEvents(state_->parts_.database, query);
}

Result<std::vector<ResourceDescription>> Engine::DescribeResources(std::string_view name_or_id) const {
  const std::lock_guard lock(state_->mutex_);
  const StackState* stack = state_->LockedFind(name_or_id);
  if (stack == nullptr) {
    return Error{ErrorCode::kNotFound, Concat("Stack with id ", name_or_id, " does not exist")};
  }
  std::map<std::string, ResourceRecord> deleted;
  const bool is_deleted = stack->record.status == StackStatus::kDeleteComplete;
  if (is_deleted) {
    TRY_ASSIGN(deleted, stack_store::ReadResources(state_->parts_.database, stack->record.id));
  }
  std::vector<ResourceDescription> resources;
  for (const auto& [key, resource] : is_deleted ? deleted : stack->resources) {
    const bool not_begun = resource.task == Task::kCreate && resource.progress == Progress::kWaiting;
    if (resource.superseded || not_begun) continue;
    std::string physical_id = resource.late_physical_id;
    if (physical_id.empty()) physical_id = ShownPhysicalId(resource, state_->options_.cancelled_create_id);
    resources.push_back({stack->record.id, stack->record.name, resource.logical_id, std::move(physical_id),
                         resource.type, resource.status, resource.status_reason, resource.changed});
  }
  return resources;
}

std::vector<ExportRecord> Engine::ListExports() const {
  const std::lock_guard lock(state_->mutex_);
  std::vector<ExportRecord> exports;
  for (const auto& [name, entry] : state_->exports_) exports.push_back(entry);
  return exports;
}

std::vector<std::string> Engine::ListImports(std::string_view export_name) const {
  const std::lock_guard lock(state_->mutex_);
  return state_->LockedImporters(export_name, "");
}

Result<std::string> Engine::GetTemplate(std::string_view name_or_id) const {
  const std::lock_guard lock(state_->mutex_);
  const StackState* stack = state_->LockedFind(name_or_id);
  if (stack == nullptr) {
    return Error{ErrorCode::kNotFound, Concat("Stack with id ", name_or_id, " does not exist")};
  }
  return stack->record.input.template_body;
}

const std::string& Engine::url_key() const {
  return state_->url_key_;
}
const CloudIdentity& Engine::identity() const {
  return state_->options_.identity;
}

}  // namespace genesys_cfn::emulator
