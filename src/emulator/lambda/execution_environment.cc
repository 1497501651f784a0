// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/execution_environment.h"

#include "base/text.h"

namespace genesys_cfn::emulator {

ExecutionEnvironment::ExecutionEnvironment(std::unique_ptr<RuntimeSession> session)
    : session_(std::move(session)), api_(*session_) {}

Result<std::unique_ptr<ExecutionEnvironment>> ExecutionEnvironment::Start(
    const EnvironmentSpecification& specification, std::unique_ptr<RuntimeSession> session,
    std::function<void(const ChildExit&)> on_exit) {
  std::unique_ptr<ExecutionEnvironment> environment(new ExecutionEnvironment(std::move(session)));
  environment->output_ = specification.output;
  TRY_ASSIGN(environment->server_, http::Server::Start(environment->api_, {}));
  ChildSpecification child{.program = specification.program,
                           .arguments = specification.arguments,
                           .environment = {},
                           .working_directory = specification.working_directory,
                           .output = specification.output->writing_end(),
                           .data_bytes = specification.data_bytes};
  for (const auto& [name, value] : specification.variables) child.environment.push_back(Concat(name, '=', value));
  child.environment.push_back(Concat("AWS_LAMBDA_RUNTIME_API=127.0.0.1:", environment->server_->port()));
  // A port that nobody else has now, and a random name: together they are in no other process.
  child.marks = {child.environment.back()};
  const auto stream = specification.variables.find("AWS_LAMBDA_LOG_STREAM_NAME");
  if (stream != specification.variables.end()) child.marks.push_back(Concat(stream->first, '=', stream->second));
  TRY_ASSIGN(environment->child_, ChildProcess::Start(child));
  specification.output->CloseWriting();
  environment->waiter_ =
      std::thread([&process = *environment->child_, callback = std::move(on_exit)] { callback(process.Wait()); });
  return environment;
}

ExecutionEnvironment::~ExecutionEnvironment() {
  if (child_ != nullptr) child_->Kill();
  if (waiter_.joinable()) waiter_.join();
  if (server_ != nullptr) server_->Stop();
}

}  // namespace genesys_cfn::emulator
