// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/action_run.h"

#include <utility>
#include <variant>

#include "action_runtime/function_call.h"
#include "base/encoding.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

using action_runtime::Execution;
using action_runtime::IntegrationContext;
using action_runtime::IntegrationKind;
using action_runtime::OutgoingRequest;
using action_runtime::RemoteAnswer;
using action_runtime::RemoteFailure;
using Answer = std::variant<RemoteAnswer, RemoteFailure>;

// An action that executes itself would never end.
constexpr int kDeepest = 5;
// Own choice; the platform's limit is not known.
constexpr size_t kMostBytes = size_t{4} << 20;
// What the local organisation calls itself.
constexpr std::string_view kOrganisationId = "11111111-2222-4333-8444-555555555555";

class Sender {
 public:
  Sender(const RunOrder& order, const ExecutionServices& services) : order_(order), services_(services) {}

  Answer Send(const OutgoingRequest& request) const {
    switch (order_.kind) {
      case IntegrationKind::kGenesysCloud:
        return AskOrganisation(request);
      case IntegrationKind::kLambda:
        return Invoke(request);
      case IntegrationKind::kFunction:
        return RunFunction(request);
      case IntegrationKind::kWebServices:
      case IntegrationKind::kSalesforce:
        break;
    }
    return SendOut(request);
  }

 private:
  Answer SendOut(const OutgoingRequest& request) const {
    if (!services_.outside.send) return RemoteFailure{"this organisation has no way to the world outside"};
    auto url = http::ParseUrl(request.url);
    if (!url.has_value()) return RemoteFailure{url.error().message};
    http::Request message{request.method, url->origin, url->target, {}, request.body};
    for (const auto& [name, value] : request.headers) message.headers.Set(name, value);
    http::CallOptions options;
    options.total_timeout = request.timeout;
    options.max_response_bytes = kMostBytes;
    const auto answer = services_.outside.send(message, options);
    if (answer.has_value()) return RemoteAnswer{answer->status, answer->body};
    return RemoteFailure{answer.error().message, answer.error().code == ErrorCode::kDeadlineExceeded};
  }

  // With the OAuth client of the integration's credential; without one as the caller.
  Answer AskOrganisation(const OutgoingRequest& request) const {
    if (services_.depth >= kDeepest) {
      return RemoteFailure{Concat("actions execute actions more than ", kDeepest, " deep")};
    }
    std::string authorization = services_.authorization;
    const json::Value* const id = order_.credentials.Find("clientId");
    const json::Value* const secret = order_.credentials.Find("clientSecret");
    if (id != nullptr && secret != nullptr && id->is_string() && secret->is_string()) {
      const http::Response login = services_.organisation.Handle(
          {"POST",
           "",
           "/oauth/token",
           {{"Authorization", Concat("Basic ", Base64Encode(Concat(*id->AsString(), ":", *secret->AsString())))},
            {"Content-Type", "application/x-www-form-urlencoded"}},
           "grant_type=client_credentials"});
      const auto body = json::Parse(login.body);
      const auto token = body.has_value() ? body->FindString("access_token") : std::nullopt;
      if (!token.has_value()) return RemoteAnswer{401, login.body};
      authorization = Concat("Bearer ", *token);
    }
    http::Request message{request.method, "", request.url, {}, request.body};
    for (const auto& [name, value] : request.headers) message.headers.Set(name, value);
    message.headers.Set("Authorization", authorization);
    message.headers.Set(kDepthHeader, std::to_string(services_.depth + 1));
    http::Response answer = services_.organisation.Handle(message);
    return RemoteAnswer{answer.status, std::move(answer.body)};
  }

  Answer Invoke(const OutgoingRequest& request) const {
    if (!services_.outside.invoke) return RemoteFailure{"this organisation has no way to a local Lambda"};
    if (!json::Parse(request.body).has_value()) return RemoteFailure{"the payload for the function is not valid JSON"};
    json::Object context;
    for (const auto& [name, value] : request.headers) context.Set(name, value);
    auto answer = services_.outside.invoke(
        {request.url, request.body, context.empty() ? std::string() : json::Write(context), request.timeout});
    if (!answer.has_value()) {
      return RemoteFailure{answer.error().message, answer.error().code == ErrorCode::kDeadlineExceeded};
    }
    // An error thrown by a function is an HTTP 500 for the action (genesys-cloud-api.md 5.7).
    return RemoteAnswer{answer->failed ? 500 : 200, std::move(answer->payload)};
  }

  Answer RunFunction(const OutgoingRequest& request) const {
    if (!services_.outside.run) return RemoteFailure{"this organisation has no way to run functions"};
    if (auto problem = action_runtime::CheckFunctionEvent(request.body)) return *std::move(problem);
    json::Object context{{"ININ-Correlation-Id", services_.correlation_id},
                         {"ININ-Organization-Id", kOrganisationId},
                         {"ININ-Home-Organization-Id", kOrganisationId}};
    for (const auto& [name, value] : request.headers) context.Set(name, value);
    auto answer = services_.outside.run(
        {order_.function.action, order_.function.stage, request.body, json::Write(context), request.timeout});
    if (!answer.has_value()) {
      return RemoteFailure{answer.error().message, answer.error().code == ErrorCode::kDeadlineExceeded};
    }
    if (answer->failed) return action_runtime::FunctionFailed(answer->payload);
    return action_runtime::FunctionReturned(std::move(answer->payload));
  }

  const RunOrder& order_;
  const ExecutionServices& services_;
};

class Run {
 public:
  Run(const RunOrder& order, const ExecutionServices& services) : order_(order), services_(services) {
    context_.kind = order.kind;
    context_.credentials = order.credentials;
  }

  Execution Perform() {
    bool fresh = false;
    if (order_.auth_action != nullptr) {
      context_.auth_response = services_.auth_responses.Find(order_.auth_key);
      fresh = !context_.auth_response.has_value();
      if (fresh) Authenticate();
    }
    auto prepared = action_runtime::PrepareRequest(order_.action, order_.inputs, context_);
    if (!prepared.request.has_value()) return std::move(prepared.execution);
    Answer answer = Sender(order_, services_).Send(*prepared.request);
    const auto* const remote = std::get_if<RemoteAnswer>(&answer);
    if (order_.auth_action != nullptr && !fresh && remote != nullptr && remote->status == 401) {
      // The token that was kept may have expired: once more with a new one.
      services_.auth_responses.Forget(order_.auth_key);
      context_.auth_response.reset();
      Authenticate();
      prepared = action_runtime::PrepareRequest(order_.action, order_.inputs, context_);
      if (!prepared.request.has_value()) return std::move(prepared.execution);
      answer = Sender(order_, services_).Send(*prepared.request);
    }
    return action_runtime::FinishResponse(order_.action, std::move(prepared.execution), context_, answer, order_.form);
  }

 private:
  void Authenticate() {
    IntegrationContext context;
    context.kind = order_.kind;
    context.credentials = order_.credentials;
    auto prepared = action_runtime::PrepareRequest(*order_.auth_action, {}, context);
    Execution execution = std::move(prepared.execution);
    if (prepared.request.has_value()) {
      execution = action_runtime::FinishResponse(*order_.auth_action, std::move(execution), context,
                                                 Sender(order_, services_).Send(*prepared.request));
    }
    if (execution.result.has_value() && execution.result->is_object()) {
      context_.auth_response = *execution.result->AsObject();
      services_.auth_responses.Keep(order_.auth_key, *context_.auth_response);
      return;
    }
    const action_runtime::StepError* const error = execution.error();
    context_.auth_failure = action_runtime::StepError{
        .message = Concat("The authentication action failed: ",
                          error != nullptr ? error->message : std::string("its result is no object"))};
  }

  const RunOrder& order_;
  const ExecutionServices& services_;
  IntegrationContext context_;
};

}  // namespace

Execution RunAction(const RunOrder& order, const ExecutionServices& services) {
  return Run(order, services).Perform();
}

}  // namespace genesys_cfn::emulator
