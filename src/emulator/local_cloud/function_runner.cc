// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/function_runner.h"

#include <chrono>
#include <optional>
#include <utility>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

// The id without the prefix of custom actions; a draft's processes are its own.
std::string NameOf(const FunctionRun& run) {
  constexpr std::string_view kPrefix = "custom_-_";
  std::string_view name = run.action;
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  return Concat(name, run.stage == ActionStage::kDraft ? "-draft" : "");
}

}  // namespace

Result<std::string> FunctionRunner::LockedPut(const FunctionRun& run) {
  if (stopped_) return Error{ErrorCode::kUnavailable, "the local cloud is stopping"};
  if (functions_ == nullptr) {
    TRY_ASSIGN(functions_, NodeFunctions::Start(identity_, options_, {parts_.clock, parts_.random, parts_.logger}));
  }
  TRY_ASSIGN(const FunctionRecord record, parts_.database.Run([&](Transaction& transaction) {
    return FindFunction(transaction, run.action, run.stage);
  }));
  const NodeFunction function{
      .name = NameOf(run),
      .handler = record.handler.value_or(""),
      .runtime = record.runtime,
      .timeout_seconds = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(run.timeout).count())};
  const std::string version =
      Concat(record.zip_id, " ", function.runtime, " ", function.timeout_seconds, " ", function.handler);
  std::string& running = running_[function.name];
  if (running == version) return function.name;
  TRY_ASSIGN(const auto package, parts_.database.Run([&](Transaction& transaction) {
    return FindPackage(transaction, run.action, record.zip_id);
  }));
  if (!package.has_value()) return Error{ErrorCode::kNotFound, "the function's package is gone: upload it again"};
  const auto put = functions_->PutZip(function, *package);
  if (!put.has_value()) return put.error().WithContext("the function's package");
  running = version;
  return function.name;
}

void FunctionRunner::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  if (functions_ != nullptr) functions_->Stop();
}

Result<FunctionAnswer> FunctionRunner::Run(const FunctionRun& run) {
  while (true) {
    std::string name;
    {
      const std::lock_guard lock(mutex_);
      TRY_ASSIGN(name, LockedPut(run));
    }
    auto answer = functions_->Invoke(name, run.event, run.client_context);
    if (answer.has_value()) return FunctionAnswer{answer->failed, std::move(answer->text)};
    if (answer.error().code != ErrorCode::kNotFound) return answer.error();
    // It was idle, and has been forgotten.
    const std::lock_guard lock(mutex_);
    running_.erase(name);
  }
}

}  // namespace genesys_cfn::emulator
