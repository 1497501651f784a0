// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/node_functions.h"

#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

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
  host.on_release = [&tidied = *functions] { tidied.Tidy(); };
  TRY_ASSIGN(functions->host_, LambdaHost::Start(identity, std::move(host),
                                                 {*functions->database_, parts.clock, parts.random, parts.logger}));
  return functions;
}

NodeFunctions::~NodeFunctions() {
  if (host_ != nullptr) Stop();
}

Result<void> NodeFunctions::PutZip(const NodeFunction& function, std::string_view archive) {
  return Put(function, HexEncode(aws::Sha256(archive)), [&](const std::filesystem::path& directory) -> Result<void> {
    const std::filesystem::path task = directory / kTask;
    std::error_code error;
    std::filesystem::create_directory(task, error);
    if (error) return Error{ErrorCode::kIo, Concat("making ", task.native(), ": ", error.message())};
    TRY(UnpackZip(archive, task));
    return WriteRuntime(directory);
  });
}

Result<void> NodeFunctions::PutDirectory(const NodeFunction& function, const std::filesystem::path& code) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::canonical(code, error);
  if (error || !std::filesystem::is_directory(absolute, error)) {
    return Error{ErrorCode::kInvalidInput, Concat(code.native(), " is no directory")};
  }
  const std::string name = HexEncode(aws::Sha256(absolute.native()));
  return Put(function, name, [&](const std::filesystem::path& directory) -> Result<void> {
    std::error_code failed;
    std::filesystem::create_directory_symlink(absolute, directory / kTask, failed);
    if (failed) return Error{ErrorCode::kIo, Concat("linking ", absolute.native(), ": ", failed.message())};
    return WriteRuntime(directory);
  });
}

Result<void> NodeFunctions::Put(const NodeFunction& function, const std::string& name, const Fill& fill) {
  const std::filesystem::path place = options_.directory / name;
  FunctionConfiguration configuration{.name = function.name,
                                      .executable = (place / kProgram).native(),
                                      .environment = {},
                                      .timeout_seconds = function.timeout_seconds,
                                      .memory_megabytes = kNodeFunctionMegabytes};
  configuration.handler = function.handler;
  configuration.runtime = function.runtime;
  {
    const std::lock_guard lock(mutex_);
    being_put_.insert(configuration.executable);
    const auto former = known_.find(function.name);
    if (former != known_.end()) former->second.was_called = false;  // whoever puts it is going to call it
  }
  Result<void> made = MakeDirectoryOnce(place, random_, fill);
  if (made.has_value()) {
    const auto put = host_->PutFunction(configuration);
    if (!put.has_value()) made = put.error();
  }
  {
    const std::lock_guard lock(mutex_);
    being_put_.erase(being_put_.find(configuration.executable));
    if (made.has_value()) known_[function.name].program = configuration.executable;
  }
  Tidy();
  return made;
}

void NodeFunctions::LockedForget(const std::vector<FunctionConfiguration>& running) {
  std::set<std::string_view> busy;
  for (const FunctionConfiguration& function : running) busy.insert(function.name);
  for (auto function = known_.begin(); function != known_.end();) {
    const auto& [name, known] = *function;
    const bool is_idle = known.was_called && known.calls == 0 && !busy.contains(name);
    if (is_idle) static_cast<void>(host_->DeleteFunction(name));
    function = is_idle ? known_.erase(function) : std::next(function);
  }
}

void NodeFunctions::Tidy() {
  std::vector<std::filesystem::path> unused;
  std::error_code ignored;
  {
    const std::lock_guard lock(mutex_);
    const auto running = host_->Running();
    LockedForget(running);
    std::set<std::string> used(being_put_.begin(), being_put_.end());
    for (const FunctionConfiguration& function : running) used.insert(function.executable);
    for (const auto& [name, known] : known_) used.insert(known.program);
    for (const auto& entry : std::filesystem::directory_iterator(options_.directory, ignored)) {
      const bool is_package = !entry.path().filename().native().starts_with('.');
      if (is_package && !used.contains((entry.path() / kProgram).native())) unused.push_back(entry.path());
    }
    // Out of the way at once: the same package may be put again while this one is being removed.
    for (auto& place : unused) {
      std::filesystem::path hidden = options_.directory / Concat(".old-", ++removed_);
      std::filesystem::rename(place, hidden, ignored);
      place = std::move(hidden);
    }
  }
  for (const auto& place : unused) std::filesystem::remove_all(place, ignored);
}

Result<NodeAnswer> NodeFunctions::Invoke(std::string_view name, std::string event, std::string client_context) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(name);
    if (known == known_.end()) return Error{ErrorCode::kNotFound, Concat("there is no function ", name)};
    ++known->second.calls;
    known->second.was_called = true;
  }
  auto result = host_->Invoke(name, {std::move(event), std::move(client_context)});
  {
    const std::lock_guard lock(mutex_);
    --known_.find(name)->second.calls;
  }
  if (!result.has_value()) return result.error();
  if (!result->failed) return NodeAnswer{false, std::move(result->payload)};
  const auto document = json::Parse(result->payload);
  if (!document.has_value()) return NodeAnswer{true, std::move(result->payload)};
  const std::string type = document->FindString("errorType").value_or("Error");
  const std::string message = document->FindString("errorMessage").value_or("");
  std::string text = Concat(type, ": ", WithoutRequestId(message));
  if (type == kTimedOut) return Error{ErrorCode::kDeadlineExceeded, std::move(text)};
  return NodeAnswer{true, std::move(text)};
}

}  // namespace genesys_cfn::emulator
