// SPDX-License-Identifier: Apache-2.0
// One execution environment: a process, its own Runtime API endpoint on a loopback port, and a thread that waits for
// the end of the process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "emulator/lambda/child_process.h"
#include "emulator/lambda/output_reader.h"
#include "emulator/lambda/runtime_api.h"
#include "http/server.h"

namespace genesys_cfn::emulator {

struct EnvironmentSpecification {
  std::filesystem::path program;
  std::vector<std::string> arguments = {};
  std::filesystem::path working_directory;
  std::map<std::string, std::string> variables;  // AWS_LAMBDA_RUNTIME_API is added
  std::shared_ptr<OutputReader> output;          // of what the process writes
  uint64_t data_bytes = 0;                       // ChildSpecification::data_bytes
};

class ExecutionEnvironment {
 public:
  // See ChildProcess::Start for the thread that may call this, and for the errors. `on_exit` is called once, from
  // another thread, when the process has ended and is reaped.
  static Result<std::unique_ptr<ExecutionEnvironment>> Start(const EnvironmentSpecification& specification,
                                                             std::unique_ptr<RuntimeSession> session,
                                                             std::function<void(const ChildExit&)> on_exit);

  ExecutionEnvironment(const ExecutionEnvironment&) = delete;
  ExecutionEnvironment& operator=(const ExecutionEnvironment&) = delete;
  // Kills the process and waits for all threads. The session must not block any more, or be released by `on_exit`.
  ~ExecutionEnvironment();

  void Kill() { child_->Kill(); }

 private:
  explicit ExecutionEnvironment(std::unique_ptr<RuntimeSession> session);

  std::unique_ptr<RuntimeSession> session_;
  RuntimeApi api_;
  std::unique_ptr<http::Server> server_;
  std::shared_ptr<OutputReader> output_;
  std::unique_ptr<ChildProcess> child_;
  std::thread waiter_;
};

}  // namespace genesys_cfn::emulator
