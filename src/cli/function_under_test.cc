// SPDX-License-Identifier: Apache-2.0
#include "cli/function_under_test.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "action_runtime/function_call.h"
#include "base/files.h"
#include "base/find_program.h"
#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRuntime = "nodejs22.x";

std::string NameOf(size_t number) {
  return Concat("function-", number);
}

}  // namespace

FunctionsUnderTest::~FunctionsUnderTest() {
  functions_.reset();
  std::error_code ignored;
  if (!directory_.empty()) fs::remove_all(directory_, ignored);
}

Result<std::string> FunctionsUnderTest::Put(const action_tests::FunctionCode& code, IfKnown if_known) {
  if (functions_ == nullptr) {
    std::string made = (fs::path(surroundings_.environment.GetOr("TMPDIR", "/tmp")) / "genesys-cfn-XXXXXX").native();
    if (directory_.empty()) {
      if (mkdtemp(made.data()) == nullptr) {
        return Error{ErrorCode::kIo, Concat("making ", made, ": ", std::generic_category().message(errno))};
      }
      directory_ = made;
    }
    TRY_ASSIGN(functions_,
               emulator::NodeFunctions::Start(
                   {}, {FindProgram("node", surroundings_.environment), directory_ / "packages", directory_ / "logs"},
                   {surroundings_.clock, surroundings_.random, logger_}));
  }
  const std::string key = Concat(code.path.native(), "\n", code.handler, "\n", code.timeout_seconds);
  const auto found = std::find(known_.begin(), known_.end(), key);
  const std::string name = NameOf(static_cast<size_t>(found - known_.begin()));
  if (found != known_.end() && if_known == IfKnown::kLeave) return name;
  const emulator::NodeFunction function{
      .name = name, .handler = code.handler, .runtime = std::string(kRuntime), .timeout_seconds = code.timeout_seconds};
  std::error_code ignored;
  if (fs::is_directory(code.path, ignored)) {
    TRY(functions_->PutDirectory(function, code.path));
  } else {
    TRY_ASSIGN(const std::string archive, ReadFile(code.path));
    const auto put = functions_->PutZip(function, archive);
    if (!put.has_value()) return put.error().WithContext(code.path.native());
  }
  if (found == known_.end()) known_.push_back(key);
  return name;
}

Result<emulator::NodeAnswer> FunctionsUnderTest::Invoke(const action_tests::FunctionCode& code,
                                                        const std::string& event, const std::string& context) {
  TRY_ASSIGN(const std::string name, Put(code, IfKnown::kLeave));
  auto answer = functions_->Invoke(name, event, context);
  if (answer.has_value() || answer.error().code != ErrorCode::kNotFound) return answer;
  // It was idle, and has been forgotten.
  TRY(Put(code, IfKnown::kPutAgain));
  return functions_->Invoke(name, event, context);
}

action_tests::CannedResponse FunctionsUnderTest::Call(const action_tests::FunctionCode& code,
                                                      const action_runtime::OutgoingRequest& request) {
  using action_runtime::RemoteFailure;
  if (auto problem = action_runtime::CheckFunctionEvent(request.body)) return *std::move(problem);
  json::Object context;
  for (const auto& [header, value] : request.headers) context.Set(header, value);
  auto answer = Invoke(code, request.body, json::Write(context));
  if (!answer.has_value()) {
    return RemoteFailure{answer.error().message, answer.error().code == ErrorCode::kDeadlineExceeded};
  }
  if (answer->failed) return action_runtime::FunctionFailed(answer->text);
  return action_runtime::FunctionReturned(std::move(answer->text));
}

std::string FunctionsUnderTest::Written() const {
  std::string written;
  for (size_t number = 0; number < known_.size(); ++number) {
    const auto log = ReadFile(directory_ / "logs" / Concat(NameOf(number), ".log"));
    if (log.has_value()) written += *log;
  }
  return written;
}

}  // namespace genesys_cfn::cli
