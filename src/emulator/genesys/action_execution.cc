// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/action_execution.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "base/text.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/action_run.h"
#include "emulator/genesys/credential_record.h"
#include "emulator/genesys/draft_record.h"
#include "emulator/genesys/function_record.h"
#include "emulator/genesys/integration_record.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

using action_runtime::Execution;
using action_runtime::StepError;

Result<action_runtime::Action> ToRuntime(const ActionRecord& record) {
  TRY_ASSIGN(const json::Value config, json::Parse(record.config));
  TRY_ASSIGN(json::Value input, json::Parse(record.input_schema));
  TRY_ASSIGN(json::Value success, json::Parse(record.success_schema));
  if (!config.is_object()) return Error{ErrorCode::kInvalidInput, "the configuration is no object"};
  return action_runtime::ReadAction(*config.AsObject(), std::move(input), std::move(success));
}

json::Object CredentialsOf(Transaction& transaction, std::string_view integration_id) {
  json::Object credentials;
  for (const auto& [name, value] : IntegrationCredentials(transaction, integration_id)) {
    credentials.Append(name, value.Reveal());
  }
  return credentials;
}

// Adds the function to the order of an action on a function integration.
std::optional<ApiFailure> OrderFunction(const ApiCall& call, const ActionRecord& record, ActionStage stage,
                                        RunOrder& order) {
  const FunctionRecord function = FindFunction(call.transaction, record.id, stage);
  if (!function.handler.has_value()) {
    return BadRequest(Concat("The action ", record.id, " has no function yet: ", kFunctionMissing));
  }
  order.function = {record.id, stage};
  const Milliseconds longest = std::chrono::seconds(function.timeout_seconds);
  order.action.timeout = std::min(order.action.timeout, longest);
  return std::nullopt;
}

std::variant<RunOrder, ApiFailure> MakeOrder(const ApiCall& call, const ActionRecord& record, ActionStage stage) {
  const auto integration = FindIntegration(call.transaction, record.integration_id);
  if (!integration.has_value() || integration->deleted()) return NotFound("integration", record.integration_id);
  if (integration->intended_state != "ENABLED") {
    return BadRequest(Concat("The integration ", record.integration_id,
                             " is not active. Enable it (intendedState ENABLED) before its actions are executed."));
  }
  const auto flatten = BooleanParameter(call, "flatten", false);
  if (const auto* const failure = std::get_if<ApiFailure>(&flatten)) return *failure;
  auto action = ToRuntime(record);
  if (!action.has_value()) return BadRequest(Concat("The action cannot be executed: ", action.error().message));
  RunOrder order{.action = *std::move(action), .inputs = call.body};
  order.kind = action_runtime::KindOfIntegration(integration->type);
  order.credentials = CredentialsOf(call.transaction, record.integration_id);
  if (std::get<bool>(flatten)) order.form = action_runtime::ResultForm::kFlattened;
  if (order.kind == action_runtime::IntegrationKind::kFunction) {
    if (auto failure = OrderFunction(call, record, stage, order)) return *std::move(failure);
  }
  const std::string auth_id = Concat("customAuth_-_", record.integration_id);
  const auto auth = record.id == auth_id ? std::nullopt : FindAction(call.transaction, auth_id);
  if (auth.has_value()) {
    auto auth_action = ToRuntime(*auth);
    if (!auth_action.has_value()) {
      return BadRequest(Concat("The authentication action cannot be executed: ", auth_action.error().message));
    }
    order.auth_action = std::make_shared<const action_runtime::Action>(*std::move(auth_action));
    order.auth_key = Concat(auth_id, " ", auth->version);
  }
  return order;
}

ApiFailure ToFailure(const StepError& error) {
  ApiFailure failure{error.status, error.code, "%{message}", {{"message", error.message}}, {}};
  failure.details.push_back({"ACTION.PROCESSING", ""});
  return failure;
}

json::Object ShowError(const StepError& error, const std::string& context_id) {
  return {{"message", error.message}, {"code", error.code},
          {"status", error.status},   {"messageParams", json::Object{}},
          {"contextId", context_id},  {"details", json::Array{json::Object{{"errorCode", "ACTION.PROCESSING"}}}},
          {"errors", json::Array{}}};
}

http::Response ShowTest(const Execution& execution, const std::string& context_id) {
  json::Array operations;
  for (const action_runtime::ExecutedStep& step : execution.steps) {
    json::Object operation{{"step", static_cast<int64_t>(operations.size() + 1)},
                           {"name", step.name},
                           {"success", !step.error.has_value()}};
    if (step.result) operation.Set("result", *step.result);
    if (step.error) operation.Set("error", ShowError(*step.error, context_id));
    operations.emplace_back(std::move(operation));
  }
  json::Object body{{"operations", std::move(operations)}};
  if (const StepError* const error = execution.error()) body.Set("error", ShowError(*error, context_id));
  if (execution.result) body.Set("finalResult", *execution.result);
  body.Set("success", execution.error() == nullptr);
  return JsonAnswer(std::move(body));
}

std::variant<RunOrder, ApiFailure> OrderOf(const ApiCall& call, const std::optional<ActionRecord>& record,
                                           ActionStage stage) {
  if (!record.has_value()) return NotFound("action", call.arguments.front());
  return MakeOrder(call, *record, stage);
}

Outcome Test(const ApiCall& call, const std::optional<ActionRecord>& record, ActionStage stage) {
  auto made = OrderOf(call, record, stage);
  if (auto* const failure = std::get_if<ApiFailure>(&made)) return std::move(*failure);
  call.afterwards = [order = std::get<RunOrder>(std::move(made)), services = call.execution,
                     context_id = RandomUuid(call.random)]() -> Outcome {
    return ShowTest(RunAction(order, services), context_id);
  };
  return http::Response{};
}

}  // namespace

Outcome ExecuteAction(const ApiCall& call) {
  auto made = OrderOf(call, FindAction(call.transaction, call.arguments.front()), ActionStage::kPublished);
  if (auto* const failure = std::get_if<ApiFailure>(&made)) return std::move(*failure);
  call.afterwards = [order = std::get<RunOrder>(std::move(made)), services = call.execution]() -> Outcome {
    Execution execution = RunAction(order, services);
    if (const StepError* const error = execution.error()) return ToFailure(*error);
    return JsonAnswer(*std::move(execution.result));
  };
  return http::Response{};
}

Outcome TestAction(const ApiCall& call) {
  return Test(call, FindAction(call.transaction, call.arguments.front()), ActionStage::kPublished);
}

Outcome TestDraft(const ApiCall& call) {
  return Test(call, FindDraft(call.transaction, call.arguments.front()), ActionStage::kDraft);
}

}  // namespace genesys_cfn::emulator
