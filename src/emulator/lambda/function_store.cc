// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/function_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxNameBytes = 64;
constexpr size_t kMaxEnvironmentBytes = 4096;

constexpr std::array<std::string_view, 20> kReservedVariables = {
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "AWS_LAMBDA_MAX_CONCURRENCY",
};

bool IsWordCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

Result<void> CheckName(std::string_view name) {
  const bool valid = !name.empty() && name.size() <= kMaxNameBytes &&
                     std::ranges::all_of(name, [](char c) { return IsWordCharacter(c) || c == '-'; });
  if (valid) return {};
  return Invalid(Concat("the function name must be 1 to ", kMaxNameBytes, " letters, digits, '-' and '_', and is '",
                        TruncateUtf8(name, 2 * kMaxNameBytes), "'"));
}

Result<void> CheckRange(std::string_view what, int value, int least, int most) {
  if (value >= least && value <= most) return {};
  return Invalid(Concat(what, " must be from ", least, " to ", most, ", and is ", value));
}

// Messages name variables, never their values.
Result<void> CheckEnvironment(const std::map<std::string, std::string>& environment) {
  size_t bytes = 0;
  for (const auto& [name, value] : environment) {
    const bool starts_well = name.size() >= 2 && IsWordCharacter(name[0]) && name[0] != '_' && !(name[0] <= '9');
    const bool reserved = std::ranges::find(kReservedVariables, name) != kReservedVariables.end();
    if (reserved) {
      return Invalid(Concat("the environment variable ", name, " is reserved: Lambda sets it; remove it"));
    }
    if (!starts_well || !std::ranges::all_of(name, IsWordCharacter)) {
      return Invalid(Concat("the environment variable name '", name,
                            "' must be a letter followed by one or more letters, digits and '_'"));
    }
    if (value.find('\0') != std::string::npos) {
      return Invalid(Concat("the environment variable ", name, " contains a NUL character"));
    }
    bytes += name.size() + value.size();
  }
  if (bytes <= kMaxEnvironmentBytes) return {};
  return Invalid(
      Concat("the environment variables have ", bytes, " bytes together; Lambda allows ", kMaxEnvironmentBytes));
}

// What needs no column of its own.
std::string DetailsToJson(const FunctionConfiguration& configuration) {
  json::Object object{{"maxEventAge", configuration.max_event_age_seconds},
                      {"runtime", configuration.runtime},
                      {"handler", configuration.handler},
                      {"role", configuration.role},
                      {"description", configuration.description},
                      {"architecture", configuration.architecture},
                      {"codeSha256", configuration.code_sha256},
                      {"codeBytes", configuration.code_bytes},
                      {"lastModified", configuration.last_modified},
                      {"revisionId", configuration.revision_id},
                      {"owner", configuration.owner}};
  if (configuration.reserved_concurrency) object.Append("reservedConcurrency", *configuration.reserved_concurrency);
  return json::Write(object);
}

Result<void> DetailsFromJson(std::string_view text, FunctionConfiguration& configuration) {
  TRY_ASSIGN(const json::Value document, json::Parse(text));
  const auto text_of = [&document](std::string_view name) { return document.FindString(name).value_or(""); };
  const auto number_of = [&document](std::string_view name) {
    const json::Value* value = document.Find(name);
    return value == nullptr ? std::nullopt : value->AsInteger();
  };
  configuration.max_event_age_seconds = static_cast<int>(number_of("maxEventAge").value_or(21'600));
  if (const auto reserved = number_of("reservedConcurrency")) {
    configuration.reserved_concurrency = static_cast<int>(*reserved);
  }
  configuration.runtime = text_of("runtime");
  configuration.handler = text_of("handler");
  configuration.role = text_of("role");
  configuration.description = text_of("description");
  configuration.architecture = text_of("architecture");
  configuration.code_sha256 = text_of("codeSha256");
  configuration.code_bytes = number_of("codeBytes").value_or(0);
  configuration.last_modified = text_of("lastModified");
  configuration.revision_id = text_of("revisionId");
  configuration.owner = text_of("owner");
  return {};
}

std::string EnvironmentToJson(const std::map<std::string, std::string>& environment) {
  json::Object object;
  for (const auto& [name, value] : environment) object.Append(name, value);
  return json::Write(object);
}

Result<std::map<std::string, std::string>> EnvironmentFromJson(std::string_view text) {
  TRY_ASSIGN(const json::Value document, json::Parse(text));
  const json::Object* object = document.AsObject();
  if (object == nullptr) return Error{ErrorCode::kIo, "the stored environment is not a JSON object"};
  std::map<std::string, std::string> environment;
  for (const auto& [name, value] : *object) {
    if (const std::string* string = value.AsString()) environment[name] = *string;
  }
  return environment;
}

}  // namespace

Result<void> CheckExecutable(std::string_view path) {
  const std::string text(path);
  struct stat status {};
  if (stat(text.c_str(), &status) != 0) {
    return Invalid(Concat("the function's program ", path, ": ", std::generic_category().message(errno)));
  }
  if (!S_ISREG(status.st_mode)) return Invalid(Concat("the function's program ", path, " is not a regular file"));
  if (access(text.c_str(), X_OK) != 0) {
    return Invalid(Concat("the function's program ", path, " cannot be executed: set its mode to 0755"));
  }
  return {};
}

Result<FunctionConfiguration> CheckFunction(const FunctionConfiguration& configuration) {
  TRY(CheckName(configuration.name));
  TRY(CheckRange("the timeout in seconds", configuration.timeout_seconds, 1, 900));
  TRY(CheckRange("the memory size in megabytes", configuration.memory_megabytes, 128, 10'240));
  TRY(CheckRange("the maximum number of retry attempts", configuration.max_retry_attempts, 0, 2));
  TRY(CheckRange("the maximum age of an event in seconds", configuration.max_event_age_seconds, 60, 21'600));
  if (configuration.reserved_concurrency.has_value()) {
    TRY(CheckRange("the reserved concurrency", *configuration.reserved_concurrency, 0, 1'000));
  }
  TRY(CheckEnvironment(configuration.environment));
  if (configuration.executable.empty()) return Invalid("the path of the function's program is empty");
  std::error_code error;
  const auto absolute = std::filesystem::absolute(configuration.executable, error);
  if (error) return Invalid(Concat("the function's program ", configuration.executable, ": ", error.message()));
  TRY(CheckExecutable(absolute.native()));
  FunctionConfiguration checked = configuration;
  checked.executable = absolute.lexically_normal().native();
  return checked;
}

std::string_view FunctionStore::Schema() {
  return R"(CREATE TABLE lambda_function (
  name TEXT PRIMARY KEY,
  executable TEXT NOT NULL,
  environment TEXT NOT NULL,
  timeout_seconds INTEGER NOT NULL,
  memory_megabytes INTEGER NOT NULL,
  max_retry_attempts INTEGER NOT NULL,
  details TEXT NOT NULL
) STRICT;
)";
}

Result<void> FunctionStore::Save(const FunctionConfiguration& configuration) {
  return database_.Run([&](Transaction& transaction) {
    transaction.Execute("INSERT OR REPLACE INTO lambda_function VALUES (?, ?, ?, ?, ?, ?, ?)", configuration.name,
                        configuration.executable, EnvironmentToJson(configuration.environment),
                        configuration.timeout_seconds, configuration.memory_megabytes, configuration.max_retry_attempts,
                        DetailsToJson(configuration));
  });
}

Result<void> FunctionStore::Remove(std::string_view name) {
  return database_.Run(
      [&](Transaction& transaction) { transaction.Execute("DELETE FROM lambda_function WHERE name = ?", name); });
}

Result<std::vector<FunctionConfiguration>> FunctionStore::Load() {
  return database_.Run([](Transaction& transaction) -> Result<std::vector<FunctionConfiguration>> {
    std::vector<FunctionConfiguration> functions;
    Statement rows = transaction.Query(
        "SELECT name, executable, environment, timeout_seconds, memory_megabytes, max_retry_attempts, details "
        "FROM lambda_function ORDER BY name");
    while (rows.Step()) {
      auto environment = EnvironmentFromJson(rows.Text(2));
      if (!environment.has_value()) return environment.error().WithContext(Concat("the function ", rows.Text(0)));
      FunctionConfiguration function;
      function.name = rows.Text(0);
      function.executable = rows.Text(1);
      function.environment = std::move(environment).value();
      function.timeout_seconds = static_cast<int>(rows.Integer(3));
      function.memory_megabytes = static_cast<int>(rows.Integer(4));
      function.max_retry_attempts = static_cast<int>(rows.Integer(5));
      const auto details = DetailsFromJson(rows.Text(6), function);
      if (!details.has_value()) return details.error().WithContext(Concat("the function ", function.name));
      functions.push_back(std::move(function));
    }
    return functions;
  });
}

}  // namespace genesys_cfn::emulator
