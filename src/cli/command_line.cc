// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/since.h"

namespace genesys_cfn::cli {
namespace {

constexpr const char* kAbout =
    "Genesys Cloud data actions under AWS CloudFormation, and a local cloud to run them offline.\n"
    "The commands work on the local cloud in the state directory: the one that a running `genesys-cfn local` serves,\n"
    "or one that the command runs inside itself.";

constexpr const char* kExamples =
    "Examples:\n"
    "  genesys-cfn deploy examples/quickstart/template.yaml --stack-name demo\n"
    "  genesys-cfn deploy template.yaml --stack-name demo --parameter-overrides Stage=dev Path=/cases\n"
    "  genesys-cfn status demo --output json\n"
    "  genesys-cfn delete demo\n"
    "  genesys-cfn local --port 4566\n"
    "  genesys-cfn validate template.yaml actions/\n"
    "\n"
    "Exit codes: 0 done or nothing to do, 1 failed, 2 there are changes (plan), 64 wrong usage.";

constexpr std::string_view kS3 = "s3://";

std::optional<std::pair<std::string, std::string>> SplitOverride(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) return std::nullopt;
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

// What CLI11 puts behind the option's name; empty when the name will do.
std::string CheckNewStackName(const std::string& name) {
  const bool letters =
      name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  const bool starts_well = !name.empty() && name.find_first_of("-0123456789") != 0;
  if (letters && starts_well && name.size() <= 128) return {};
  return "a stack name is a letter and then letters, digits and hyphens, at most 128";
}

std::string CheckStackNameOrId(const std::string& name) {
  return name.starts_with("arn:") ? std::string() : CheckNewStackName(name);
}

class Parser {
 public:
  Parser() : app_(kAbout, "genesys-cfn") {
    app_.footer(kExamples);
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_version_flag("--version", "genesys-cfn " GENESYS_CFN_VERSION);
    app_.add_option("--state-dir", line_.state_directory, "Where the local cloud keeps its state")
        ->envname("GENESYS_CFN_STATE_DIR")
        ->capture_default_str();
    app_.add_option("--output", output_, "text for people, json for programs; plan has markdown too")
        ->check(CLI::IsMember({"text", "json", "markdown"}))
        ->capture_default_str();
    app_.add_option("--access-key", line_.access_key_id,
                    "Id of the only access key that the local cloud takes; its secret is in --secret-key-file or "
                    "GENESYS_CFN_SECRET_ACCESS_KEY")
        ->envname("GENESYS_CFN_ACCESS_KEY_ID");
    app_.add_option("--secret-key-file", line_.secret_key_file, "File with the secret of --access-key")
        ->envname("GENESYS_CFN_SECRET_KEY_FILE");
    AddDeploy();
    AddPlan();
    AddDelete();
    AddStatus();
    AddEvents();
    Add("actions", "The data actions that the organisation holds", ActionsCommand{});
    Add("integrations", "The integrations that the organisation holds", IntegrationsCommand{});
    AddExport();
    AddGraph();
    AddLogs();
    AddLocal();
    AddValidate();
    AddSchema();
  }

  std::variant<CommandLine, ExitNow> Run(std::vector<std::string> arguments) {
    arguments.erase(arguments.begin());
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
      app_.parse(arguments);
    } catch (const CLI::ParseError& error) {
      return Exit(error);
    }
    for (const std::string& text : overrides_) {
      const auto split = SplitOverride(text);
      if (!split) {
        return ExitNow{kUsage, Concat("error: --parameter-overrides takes KEY=VALUE pairs, not \"", text, "\"\n")};
      }
      if (!IsValidUtf8(text)) {
        return ExitNow{kUsage, Concat("error: the value of the parameter ", split->first, " is not valid UTF-8\n")};
      }
      deploy_.parameters.push_back(*split);
    }
    for (const std::string& text : codes_) {
      const auto split = SplitOverride(text);
      if (!split || !split->first.starts_with(kS3) || split->second.empty()) {
        return ExitNow{kUsage, Concat("error: --code takes s3://BUCKET/KEY=PATH, not \"", text, "\"\n")};
      }
      local_.code.emplace_back(split->first.substr(kS3.size()), split->second);
    }
    for (const std::string& text : genesys_options_) {
      const auto split = SplitOverride(text);
      if (!split) return ExitNow{kUsage, Concat("error: --genesys-option takes NAME=VALUE, not \"", text, "\"\n")};
      local_.genesys_options.push_back(*split);
    }
    validate_.format = ChooseFormat();
    line_.command = choose_();
    if (std::holds_alternative<ValidateCommand>(line_.command) && validate_.paths.empty() == !validate_.explain) {
      return ExitNow{kUsage, "error: validate takes files and directories, or --explain CODE\n"};
    }
    if (output_ == "json") line_.output = OutputFormat::kJson;
    if (output_ == "markdown") line_.output = OutputFormat::kMarkdown;
    if (line_.output == OutputFormat::kMarkdown && !std::holds_alternative<PlanCommand>(line_.command)) {
      return ExitNow{kUsage, "error: only plan has --output markdown; the others have text and json\n"};
    }
    return line_;
  }

 private:
  ExitNow Exit(const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream problem;
    const int code = app_.exit(error, out, problem);
    if (code == 0) return {kDone, out.str()};
    std::string message = error.what();
    if (app_.get_subcommands().empty() && error.get_name() != "ArgumentMismatch") message = MissingCommand(message);
    return {kUsage, Concat("error: ", message, "\nRun genesys-cfn --help for the commands and their options.\n")};
  }

  // CLI11 reports an unknown command as a missing one.
  std::string MissingCommand(const std::string& otherwise) {
    std::vector<std::string> names;
    for (const CLI::App* sub : app_.get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(sub->get_name());
    }
    for (const std::string& word : app_.remaining()) {
      if (word.starts_with("-")) continue;
      const auto suggestion = Suggest(word, names);
      return Concat("unknown command ", word, suggestion ? Concat("; did you mean ", *suggestion, "?") : "");
    }
    return app_.remaining().empty() ? "a command is required" : otherwise;
  }

  void Add(const std::string& name, const std::string& about, const Command& command) {
    app_.add_subcommand(name, about)->callback([this, command] { choose_ = [command] { return command; }; });
  }

  void AddDeploy() {
    CLI::App* sub = app_.add_subcommand("deploy", "Create the stack, or update it; shows its events as they happen");
    AddStackOptions(sub);
    sub->callback([this] { choose_ = [this] { return deploy_; }; });
  }

  void AddPlan() {
    CLI::App* sub = app_.add_subcommand("plan", "What a deployment would do, in CloudFormation and in Genesys Cloud");
    AddStackOptions(sub);
    sub->callback([this] { choose_ = [this] { return PlanCommand{deploy_}; }; });
  }

  void AddStackOptions(CLI::App* sub) {
    sub->add_option("template", deploy_.template_path, "The CloudFormation template, YAML or JSON")->required();
    sub->add_option("--stack-name", deploy_.stack_name, "The stack's name")->required()->check(CheckNewStackName);
    sub->add_option("--parameter-overrides", overrides_, "Parameter values, KEY=VALUE; others keep theirs")
        ->expected(1, 200);
    sub->add_option("--capabilities", deploy_.capabilities,
                    "CAPABILITY_IAM, CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND")
        ->expected(1, 3);
    sub->add_flag("--allow-unsupported", deploy_.allow_unsupported,
                  "Make stand-ins for resource types that the local cloud does not offer");
  }

  void AddDelete() {
    CLI::App* sub = app_.add_subcommand("delete", "Delete the stack and what it made");
    sub->add_option("stack", delete_.stack_name, "The stack's name or id")->required()->check(CheckStackNameOrId);
    sub->callback([this] { choose_ = [this] { return delete_; }; });
  }

  void AddStatus() {
    CLI::App* sub = app_.add_subcommand("status", "One stack with its resources and outputs, or all stacks");
    sub->add_option("stack", status_.stack_name, "The stack's name or id")->check(CheckStackNameOrId);
    sub->callback([this] { choose_ = [this] { return status_; }; });
  }

  void AddEvents() {
    CLI::App* sub = app_.add_subcommand("events", "What happened to the stack, oldest first");
    sub->add_option("stack", events_.stack_name, "The stack's name or id")->required()->check(CheckStackNameOrId);
    sub->callback([this] { choose_ = [this] { return events_; }; });
  }

  void AddExport() {
    CLI::App* sub = app_.add_subcommand("export", "Write an organisation's data actions as definitions and a template");
    sub->add_option("--to", export_.directory, "The directory; it is made when there is none")->required();
    sub->add_option("--name", export_.name_pattern, "Only actions whose whole name matches this regular expression");
    sub->add_option("--integration", export_.integration_id, "Only actions of the integration with this id");
    sub->add_flag("--adopt", export_.adopt, "The template takes the existing actions over instead of making new ones");
    sub->add_flag("--overwrite", export_.overwrite, "Replace files of the same names in a directory that is not empty");
    AddOrganisation(sub, export_.organisation);
    sub->callback([this] { choose_ = [this] { return export_; }; });
  }

  static void AddOrganisation(CLI::App* sub, OrganisationChoice& choice) {
    sub->add_option("--organisation", choice,
                    "local, or real: the one that GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET and "
                    "GENESYSCLOUD_REGION name; without it real when the first is set")
        ->transform(CLI::CheckedTransformer(std::map<std::string, OrganisationChoice>{
            {"local", OrganisationChoice::kLocal}, {"real", OrganisationChoice::kReal}}));
  }

  void AddGraph() {
    CLI::App* sub = app_.add_subcommand("graph", "Which resource of a template needs which");
    sub->add_option("template", graph_.template_path, "The CloudFormation template, YAML or JSON")->required();
    sub->add_option("--format", graph_.format, "text (a tree), dot (Graphviz) or mermaid")
        ->transform(CLI::CheckedTransformer(std::map<std::string, GraphFormat>{
            {"text", GraphFormat::kText}, {"dot", GraphFormat::kDot}, {"mermaid", GraphFormat::kMermaid}}))
        ->default_str("text");
    sub->callback([this] { choose_ = [this] { return graph_; }; });
  }

  void AddLogs() {
    CLI::App* sub = app_.add_subcommand("logs", "What functions wrote, oldest first");
    sub->add_option("--function", logs_.function, "Of this function only");
    sub->add_flag("--follow", logs_.follow, "Go on with what comes, until interrupted");
    sub->add_option("--since", logs_.since, "Not what is older: 90s, 10m, 2h, 1d or a time (2026-01-02T03:04:05Z)")
        ->check([](const std::string& text) {
          return ParseSince(text, WallTime{}) ? ""
                                              : "it is a duration such as 10m, or a time such as 2026-01-02T03:04:05Z";
        });
    sub->callback([this] { choose_ = [this] { return logs_; }; });
  }

  void AddLocal() {
    CLI::App* sub = app_.add_subcommand("local", "Serve the local cloud until interrupted");
    sub->add_option("--port", local_.port, "The port on 127.0.0.1; 0 takes a free one")
        ->check(CLI::Range(0, 65535))
        ->default_val(4566);
    sub->add_flag("--allow-unsupported", local_.allow_unsupported,
                  "Make stand-ins for resource types that the local cloud does not offer");
    sub->add_option("--code", codes_, "A local program for a function's package, s3://BUCKET/KEY=PATH")
        ->expected(1, 100);
    sub->add_option("--faults", local_.faults_file, "File with failures of the organisation, YAML or JSON");
    sub->add_option("--genesys-option", genesys_options_, "A switch of the organisation, NAME=VALUE")->expected(1, 100);
    sub->callback([this] { choose_ = [this] { return local_; }; });
  }

  void AddValidate() {
    CLI::App* sub = app_.add_subcommand("validate", "Find mistakes in templates and data actions; nothing is deployed");
    sub->add_option("paths", validate_.paths, "Files, or directories that are searched for .json, .yaml and .yml");
    sub->add_option("--format", format_, "text for people; json, sarif or junit for programs")
        ->check(CLI::IsMember({"text", "json", "sarif", "junit"}));
    sub->add_flag("--strict", validate_.strict, "Fail for warnings too");
    sub->add_option("--explain", validate_.explain, "What a rule is about and what to do, by its code");
    sub->callback([this] { choose_ = [this] { return validate_; }; });
  }

  void AddSchema() {
    CLI::App* sub = app_.add_subcommand("schema", "The JSON schema of templates, for editors");
    sub->add_option("--type", schema_.type, "Of the Properties of this resource type alone");
    sub->callback([this] { choose_ = [this] { return schema_; }; });
  }

  [[nodiscard]] ValidateFormat ChooseFormat() const {
    if (format_ == "sarif") return ValidateFormat::kSarif;
    if (format_ == "junit") return ValidateFormat::kJunit;
    return format_ == "json" || (format_.empty() && output_ == "json") ? ValidateFormat::kJson : ValidateFormat::kText;
  }

  CLI::App app_;
  CommandLine line_{".genesys-cfn", OutputFormat::kText, ActionsCommand{}, "", ""};
  std::string output_ = "text";
  std::vector<std::string> overrides_;
  std::vector<std::string> codes_;
  std::vector<std::string> genesys_options_;
  DeployCommand deploy_;
  DeleteCommand delete_;
  StatusCommand status_;
  EventsCommand events_;
  ExportCommand export_;
  GraphCommand graph_;
  LogsCommand logs_;
  LocalCommand local_;
  ValidateCommand validate_;
  SchemaCommand schema_;
  std::string format_;
  std::function<Command()> choose_;
};

}  // namespace

std::variant<CommandLine, ExitNow> ParseCommandLine(const std::vector<std::string>& arguments) {
  return Parser().Run(arguments);
}

}  // namespace genesys_cfn::cli
