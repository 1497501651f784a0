// SPDX-License-Identifier: Apache-2.0
// The command line as plain values. CLI11 stays behind this header.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace genesys_cfn::cli {

enum class OutputFormat { kText, kJson };

struct DeployCommand {
  std::string template_path;
  std::string stack_name;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::vector<std::string> capabilities;
  bool allow_unsupported = false;
};
struct DeleteCommand {
  std::string stack_name;
};
struct StatusCommand {
  std::optional<std::string> stack_name;  // absent: all stacks
};
struct EventsCommand {
  std::string stack_name;
};
struct ActionsCommand {};
struct IntegrationsCommand {};
struct LogsCommand {
  std::optional<std::string> function;  // absent: all
  bool follow = false;
  std::optional<std::string> since;  // what ParseSince takes
};
struct LocalCommand {
  int port = 0;
  bool allow_unsupported = false;
  std::vector<std::pair<std::string, std::string>> code;  // "bucket/key" and the local path that stands for it
  std::string faults_file = {};                           // "" for none
  std::vector<std::pair<std::string, std::string>> genesys_options = {};
};

using Command = std::variant<DeployCommand, DeleteCommand, StatusCommand, EventsCommand, ActionsCommand,
                             IntegrationsCommand, LogsCommand, LocalCommand>;

struct CommandLine {
  std::string state_directory;
  OutputFormat output = OutputFormat::kText;
  Command command;
  // The access key of the local cloud; "" for the one that everybody knows. The secret is in the file, or in
  // GENESYS_CFN_SECRET_ACCESS_KEY.
  std::string access_key_id = {};
  std::string secret_key_file = {};
};

// The process is to end at once: help or version (code 0, text for standard output), or wrong usage (code 64, for
// standard error).
struct ExitNow {
  int code;
  std::string text;
};

// `arguments` starts with the program's name.
std::variant<CommandLine, ExitNow> ParseCommandLine(const std::vector<std::string>& arguments);

}  // namespace genesys_cfn::cli
