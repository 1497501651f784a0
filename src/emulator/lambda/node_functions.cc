// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/node_functions.h"

#include <system_error>
#include <utility>

#include "aws/digest.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "emulator/lambda/directory_once.h"
#include "emulator/lambda/node_runtime.h"
#include "emulator/lambda/zip_archive.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kProgram = "runtime.cjs";
constexpr std::string_view kTask = "task";
constexpr std::string_view kTimedOut = "Sandbox.Timedout";

Result<void> WriteRuntime(const std::filesystem::path& directory) {
  const std::filesystem::path program = directory / kProgram;
  TRY(WriteFileAtomically(program, kNodeRuntime));
  std::error_code error;
  std::filesystem::permissions(program, std::filesystem::perms::owner_all, error);
  if (error) return Error{ErrorCode::kIo, Concat("the mode of ", program.native(), ": ", error.message())};
  return {};
}

// "RequestId: 1b4e... Error: Runtime exited" without what differs from call to call.
std::string_view WithoutRequestId(std::string_view message) {
  constexpr std::string_view kEnd = " Error: ";
  const size_t end = message.starts_with("RequestId: ") ? message.find(kEnd) : std::string_view::npos;
  return end == std::string_view::npos ? message : message.substr(end + kEnd.size());
}

}  // namespace

Result<std::unique_ptr<NodeFunctions>> NodeFunctions::Start(const CloudIdentity& identity, Options options,
                                                            const Parts& parts) {
  if (options.node.empty()) {
    return Error{ErrorCode::kNotFound,
                 "functions run with Node.js, and there is no program `node` in PATH: install it (on Debian, "
                 "apt-get install nodejs) and start again"};
  }
  std::error_code error;
  std::filesystem::remove_all(options.directory, error);
  if (!error) std::filesystem::create_directories(options.directory, error);
  if (error) return Error{ErrorCode::kIo, Concat("the directory ", options.directory.native(), ": ", error.message())};
  TRY_ASSIGN(auto database, Database::OpenInMemory(LambdaHost::Schema(), 1));
  LambdaHostOptions host;
  host.log_directory = options.log_directory;
  // Nine tenths for V8's heap, as the managed runtimes have it: the process needs the rest.
  host.interpreter = {options.node, {Concat("--max-old-space-size=", kNodeFunctionMegabytes * 9 / 10)}};
  std::unique_ptr<NodeFunctions> functions(new NodeFunctions(std::move(options), parts.random, std::move(database)));
  TRY_ASSIGN(functions->host_, LambdaHost::Start(identity, std::move(host),
                                                 {*functions->database_, parts.clock, parts.random, parts.logger}));
  return functions;
}

Result<void> NodeFunctions::PutZip(const NodeFunction& function, std::string_view archive) {
  const std::filesystem::path place = options_.directory / HexEncode(aws::Sha256(archive));
  const auto fill = [&](const std::filesystem::path& directory) -> Result<void> {
    const std::filesystem::path task = directory / kTask;
    std::error_code error;
    std::filesystem::create_directory(task, error);
    if (error) return Error{ErrorCode::kIo, Concat("making ", task.native(), ": ", error.message())};
    TRY(UnpackZip(archive, task));
    return WriteRuntime(directory);
  };
  TRY(MakeDirectoryOnce(place, random_, fill));
  return Put(function, place);
}

Result<void> NodeFunctions::PutDirectory(const NodeFunction& function, const std::filesystem::path& code) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::canonical(code, error);
  if (error || !std::filesystem::is_directory(absolute, error)) {
    return Error{ErrorCode::kInvalidInput, Concat(code.native(), " is no directory")};
  }
  const std::filesystem::path place = options_.directory / HexEncode(aws::Sha256(absolute.native()));
  const auto fill = [&](const std::filesystem::path& directory) -> Result<void> {
    std::error_code failed;
    std::filesystem::create_directory_symlink(absolute, directory / kTask, failed);
    if (failed) return Error{ErrorCode::kIo, Concat("linking ", absolute.native(), ": ", failed.message())};
    return WriteRuntime(directory);
  };
  TRY(MakeDirectoryOnce(place, random_, fill));
  return Put(function, place);
}

Result<void> NodeFunctions::Put(const NodeFunction& function, const std::filesystem::path& place) {
  FunctionConfiguration configuration{.name = function.name,
                                      .executable = (place / kProgram).native(),
                                      .environment = {},
                                      .timeout_seconds = function.timeout_seconds,
                                      .memory_megabytes = kNodeFunctionMegabytes};
  configuration.handler = function.handler;
  configuration.runtime = function.runtime;
  TRY(host_->PutFunction(configuration));
  return {};
}

Result<NodeAnswer> NodeFunctions::Invoke(std::string_view name, std::string event, std::string client_context) {
  TRY_ASSIGN(SynchronousResult result, host_->Invoke(name, {std::move(event), std::move(client_context)}));
  if (!result.failed) return NodeAnswer{false, std::move(result.payload)};
  const auto document = json::Parse(result.payload);
  if (!document.has_value()) return NodeAnswer{true, std::move(result.payload)};
  const std::string type = document->FindString("errorType").value_or("Error");
  const std::string message = document->FindString("errorMessage").value_or("");
  std::string text = Concat(type, ": ", WithoutRequestId(message));
  if (type == kTimedOut) return Error{ErrorCode::kDeadlineExceeded, std::move(text)};
  return NodeAnswer{true, std::move(text)};
}

}  // namespace genesys_cfn::emulator
