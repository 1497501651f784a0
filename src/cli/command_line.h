// SPDX-License-Identifier: Apache-2.0
// The command line as plain values. CLI11 stays behind this header.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/command_table.h"
#include "cli/target.h"

namespace genesys_cfn::cli {

enum class OutputFormat { kText, kJson, kMarkdown };

struct DeployCommand {
  std::string template_path;
  std::string stack_name;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::vector<std::string> capabilities;
  bool allow_unsupported = false;
  bool no_execute = false;                                     // only the change set
  std::vector<std::pair<std::string, std::string>> tags = {};  // of the stack; none: it keeps those that it has
  std::string role_arn = {};  // the role that CloudFormation takes; "": the stack's, else the caller's own
};
struct PlanCommand {
  DeployCommand wanted;
};
struct DeleteCommand {
  std::string stack_name;
  std::string role_arn = {};  // as of a deployment
};
struct StatusCommand {
  std::optional<std::string> stack_name;  // absent: all stacks
};
struct EventsCommand {
  std::string stack_name;
};
struct ActionsCommand {};
struct IntegrationsCommand {};
enum class GraphFormat { kText, kDot, kMermaid };
// kAutomatic: real when the environment names one.
enum class OrganisationChoice { kAutomatic, kLocal, kReal };
struct ExportCommand {
  std::string directory;
  std::optional<std::string> name_pattern;
  std::optional<std::string> integration_id;
  bool adopt = false;
  bool with_integrations = false;
  bool overwrite = false;
  OrganisationChoice organisation = OrganisationChoice::kAutomatic;
};
struct GraphCommand {
  std::string template_path;
  GraphFormat format = GraphFormat::kText;
};
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

struct DoctorCommand {
  std::string template_path;  // "": data actions are what is wanted
  std::string secret;         // "": the function's, else the usual one
  std::string export_name;    // "": what the template imports, else the usual one
  std::string package;        // a zip; "": the function's
};

enum class ValidateFormat { kText, kJson, kSarif, kJunit };
struct ValidateCommand {
  std::vector<std::string> paths;
  ValidateFormat format = ValidateFormat::kText;
  bool strict = false;                 // warnings are errors
  std::optional<std::string> explain;  // a rule's code; then there are no paths
};
struct SchemaCommand {
  std::optional<std::string> type;  // absent: of whole templates
  bool definition = false;          // of definitions in files of their own; then there is no type
};

struct InitCommand {
  std::optional<std::string> kind;       // absent: what kinds there are
  std::optional<std::string> directory;  // absent: named as the kind
  std::optional<std::string> name;       // absent: the directory's
};
struct PackageCommand {
  std::string template_path;
  std::string output_path;
};
enum class Shell { kBash, kZsh, kFish };
struct CompletionsCommand {
  Shell shell = Shell::kBash;
};
enum class TestFormat { kText, kJson, kJunit };
struct TestCommand {
  std::vector<std::string> paths;  // test files, directories, definitions, templates
  TestFormat format = TestFormat::kText;
  std::optional<std::string> filter;
  bool list = false;
  bool verbose = false;
  bool require_coverage = false;
};

struct DriftCommand {
  std::optional<std::string> target;      // a stack's name or id; with `stack_name` the path of its template
  std::optional<std::string> stack_name;  // absent: `target`, or all stacks
  bool accept = false;
  bool dry_run = false;
  bool revert = false;
  bool yes = false;
};
struct OrphansCommand {
  std::vector<std::string> ids;  // to delete; empty: all are listed
};
struct AdoptCommand {
  std::string name_or_id;
  std::optional<std::string> definition;  // a file that the action is compared with
  std::optional<std::string> to;          // a file that its definition is written to
};

using Command = std::variant<DeployCommand, PlanCommand, DeleteCommand, StatusCommand, EventsCommand, ActionsCommand,
                             IntegrationsCommand, ExportCommand, GraphCommand, LogsCommand, LocalCommand,
                             ValidateCommand, DriftCommand, OrphansCommand, AdoptCommand, DoctorCommand, TestCommand,
                             SchemaCommand, InitCommand, PackageCommand, CompletionsCommand>;

struct CommandLine {
  std::string state_directory;
  OutputFormat output = OutputFormat::kText;
  Command command;
  // The access key of the local cloud; "" for the one that everybody knows. The secret is in the file, or in
  // GENESYS_CFN_SECRET_ACCESS_KEY.
  std::string access_key_id = {};
  std::string secret_key_file = {};
  TargetOptions target = {};
};

// The process is to end at once: help or version (code 0, text for standard output), or wrong usage (code 64, for
// standard error).
struct ExitNow {
  int code;
  std::string text;
};

// `arguments` starts with the program's name.
std::variant<CommandLine, ExitNow> ParseCommandLine(const std::vector<std::string>& arguments);

// What ParseCommandLine takes.
CommandTable DescribeCommandLine();

}  // namespace genesys_cfn::cli
