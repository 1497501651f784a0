// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <type_traits>

#include "base/text.h"
#include "cli/command_help.h"
#include "cli/exit_code.h"
#include "cli/option_words.h"
#include "cli/since.h"
#include "cli/stack_name.h"
#include "project/catalogue.h"

namespace genesys_cfn::cli {
namespace {

// The value is one of `choices`; help and completions say so.
template <typename T>
CLI::Option* OneOf(CLI::Option* option, const std::vector<std::pair<std::string, T>>& choices) {
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) names.push_back(name);
  const auto choose = [choices, names](std::string& text) -> std::string {
    for (const auto& [name, value] : choices) {
      if (text != name) continue;
      if constexpr (std::is_enum_v<T>) text = std::to_string(static_cast<int>(value));
      return {};
    }
    return Concat("it is one of ", Join(names, ", "), ", not \"", text, "\"");
  };
  return option->transform(CLI::Validator(choose, ""))->type_name(Join(names, "|"));
}

CLI::Option* OneOf(CLI::Option* option, const std::vector<std::string>& names) {
  std::vector<std::pair<std::string, std::string>> choices;
  for (const std::string& name : names) choices.emplace_back(name, name);
  return OneOf(option, choices);
}

std::string CheckKind(const std::string& kind) {
  std::vector<std::string> kinds;
  for (const project::Starter& starter : project::Starters()) kinds.emplace_back(starter.kind);
  if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return {};
  const auto suggestion = Suggest(kind, kinds);
  return Concat("there is no kind ", kind, suggestion ? Concat("; did you mean ", *suggestion, "?") : "",
                " (genesys-cfn init lists them)");
}

std::string CheckCapability(const std::string& capability) {
  const std::vector<std::string> known = {"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"};
  if (std::find(known.begin(), known.end(), capability) != known.end()) return {};
  return Concat("it is one of ", Join(known, ", "), ", not \"", capability, "\"");
}

std::string CheckRoleArn(const std::string& arn) {
  const bool is_role = arn.starts_with("arn:") && arn.find(":role/") != std::string::npos;
  return is_role ? "" : Concat("it is the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME, not \"", arn, "\"");
}

// By the name of the value's type: "FILE", "a|b", "TEXT:{a,b}".
OptionEntry Describe(const CLI::Option& option) {
  OptionEntry entry;
  for (const std::string& name : option.get_lnames()) entry.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) entry.names.push_back("-" + name);
  entry.about = option.get_description();
  entry.is_list = option.get_items_expected_max() > 1;
  const std::string type = option.get_type_size_max() == 0 ? std::string() : option.get_type_name();
  const size_t brace = type.find('{');
  if (type.empty()) return entry;
  entry.kind = ValueKind::kText;
  if (type == "FILE") entry.kind = ValueKind::kFile;
  if (type == "DIR") entry.kind = ValueKind::kDirectory;
  if (type == "STACK") entry.kind = ValueKind::kStack;
  if (brace == std::string::npos && type.find('|') == std::string::npos) return entry;
  entry.kind = ValueKind::kChoice;
  const std::string_view list = brace == std::string::npos
                                    ? std::string_view(type)
                                    : std::string_view(type).substr(brace + 1, type.find('}') - brace - 1);
  for (const std::string_view choice : Split(list, brace == std::string::npos ? '|' : ',')) {
    entry.choices.emplace_back(choice);
  }
  return entry;
}

std::vector<OptionEntry> DescribeOptions(const CLI::App& app) {
  std::vector<OptionEntry> entries;
  for (const CLI::Option* option : app.get_options()) entries.push_back(Describe(*option));
  return entries;
}

class Parser {
 public:
  Parser() : app_(kAbout, "genesys-cfn") {
    app_.footer(kExitCodes);
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_version_flag("--version", "genesys-cfn " GENESYS_CFN_VERSION);
    app_.add_option("--state-dir", line_.state_directory, "Where the local cloud keeps its state")
        ->type_name("DIR")
        ->envname("GENESYS_CFN_STATE_DIR")
        ->capture_default_str();
    OneOf(app_.add_option("--output", output_, "text for people, json for programs; plan has markdown too"),
          {"text", "json", "markdown"})
        ->capture_default_str();
    app_.add_option("--access-key", line_.access_key_id,
                    "Id of the only access key that the local cloud takes; its secret is in --secret-key-file or "
                    "GENESYS_CFN_SECRET_ACCESS_KEY")
        ->envname("GENESYS_CFN_ACCESS_KEY_ID");
    app_.add_option("--secret-key-file", line_.secret_key_file, "File with the secret of --access-key")
        ->type_name("FILE")
        ->envname("GENESYS_CFN_SECRET_KEY_FILE");
    AddTarget();
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
    AddDoctor();
    AddDrift();
    AddOrphans();
    AddAdopt();
    AddTest();
    AddSchema();
    AddInit();
    AddPackage();
    AddCompletions();
    AddFooters();
  }

  CommandTable Describe() {
    CommandTable table;
    table.common = DescribeOptions(app_);
    for (const CLI::App* sub : app_.get_subcommands([](const CLI::App*) { return true; })) {
      table.commands.push_back({sub->get_name(), sub->get_description(), DescribeOptions(*sub)});
      // Every command has its own --help; the common one is enough.
      std::erase_if(table.commands.back().options, [](const OptionEntry& option) {
        return !option.names.empty() && option.names.front() == "--help";
      });
    }
    return table;
  }

  std::variant<CommandLine, ExitNow> Run(std::vector<std::string> arguments) {
    arguments.erase(arguments.begin());
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
      app_.parse(arguments);
    } catch (const CLI::ParseError& error) {
      return Exit(error);
    }
    if (const auto complete = Complete(); !complete) {
      return ExitNow{kUsage, Concat("error: ", complete.error().message, "\n")};
    }
    return line_;
  }

 private:
  Result<void> Complete() {
    TRY_ASSIGN(deploy_.parameters, ParameterOverrides(overrides_));
    TRY_ASSIGN(deploy_.tags, StackTags(tags_));
    TRY_ASSIGN(local_.code, CodePlaces(codes_));
    TRY_ASSIGN(local_.genesys_options, GenesysOptions(genesys_options_));
    validate_.format = ValidateFormatOf(format_, output_);
    test_.format = TestFormatOf(test_format_, output_);
    line_.output = OutputFormatOf(output_);
    line_.command = choose_();
    return CheckTogether(line_);
  }

  ExitNow Exit(const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream problem;
    const int code = app_.exit(error, out, problem);
    if (code == 0) return {kDone, out.str()};
    std::string message = error.what();
    if (app_.get_subcommands().empty() && error.get_name() != "ArgumentMismatch") message = MissingCommand(message);
    const auto named = app_.get_subcommands();
    const std::string help = named.empty()
                                 ? "genesys-cfn --help for the commands and their options"
                                 : Concat("genesys-cfn ", named.front()->get_name(), " --help for its options");
    return {kUsage, Concat("error: ", message, "\nRun ", help, ".\n")};
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

  void AddFooters() {
    for (CLI::App* sub : app_.get_subcommands([](const CLI::App*) { return true; })) {
      sub->footer(std::string(kCommonOptions));
      for (const auto& [name, example] : kExamples) {
        if (name == sub->get_name()) sub->footer(Concat(kCommonOptions, "\nExample: ", example));
      }
    }
  }

  void AddTarget() {
    TargetOptions& target = line_.target;
    OneOf<Target>(
        app_.add_option("--target", target.chosen, "local, or aws: real stacks of an AWS account; default: local"),
        {{"local", Target::kLocal}, {"aws", Target::kAws}})
        ->envname("GENESYS_CFN_TARGET");
    app_.add_option("--profile", target.profile, "A profile of ~/.aws/config or ~/.aws/credentials; implies aws")
        ->type_name("NAME");
    app_.add_option("--region", target.region, "The AWS region; implies aws")->type_name("REGION");
    app_.add_option("--s3-bucket", target.bucket,
                    "On AWS: the bucket for templates beyond 51,200 bytes and for definition files")
        ->type_name("BUCKET")
        ->envname("GENESYS_CFN_S3_BUCKET");
    app_.add_option("--s3-prefix", target.prefix, "Beginning of the keys in it")
        ->type_name("PREFIX")
        ->envname("GENESYS_CFN_S3_PREFIX");
  }

  void Add(const std::string& name, const std::string& about, const Command& command) {
    app_.add_subcommand(name, about)->callback([this, command] { choose_ = [command] { return command; }; });
  }

  void AddDeploy() {
    CLI::App* sub = app_.add_subcommand("deploy", "Create the stack, or update it; shows its events as they happen");
    AddStackOptions(sub);
    sub->add_flag("--no-execute", deploy_.no_execute, "Make the change set, and leave it for somebody to execute");
    sub->callback([this] { choose_ = [this] { return deploy_; }; });
  }

  void AddPlan() {
    CLI::App* sub = app_.add_subcommand("plan", "What a deployment would do, in CloudFormation and in Genesys Cloud");
    AddStackOptions(sub);
    sub->callback([this] { choose_ = [this] { return PlanCommand{deploy_}; }; });
  }

  void AddStackOptions(CLI::App* sub) {
    sub->add_option("template", deploy_.template_path, "The CloudFormation template, YAML or JSON")
        ->type_name("FILE")
        ->required();
    sub->add_option("--stack-name", deploy_.stack_name, "The stack's name")
        ->type_name("STACK")
        ->required()
        ->check(CheckNewStackName);
    sub->add_option("--parameter-overrides", overrides_, "Parameter values; others keep theirs")
        ->type_name("KEY=VALUE")
        ->expected(1, 200);
    sub->add_option("--capabilities", deploy_.capabilities, "What the template may do beyond the ordinary")
        ->type_name("CAPABILITY_IAM|CAPABILITY_NAMED_IAM|CAPABILITY_AUTO_EXPAND")
        ->expected(1, 3)
        ->check(CheckCapability);
    sub->add_flag("--allow-unsupported", deploy_.allow_unsupported,
                  "Make stand-ins for resource types that the local cloud does not offer");
    sub->add_option("--tags", tags_, "Tags of the stack, in place of those that it has; without them it keeps these")
        ->type_name("KEY=VALUE")
        ->expected(1, 50);
    AddRole(sub, deploy_.role_arn);
  }

  static void AddRole(CLI::App* sub, std::string& role_arn) {
    sub->add_option("--role-arn", role_arn, "The role that CloudFormation takes, now and later with this stack")
        ->type_name("ARN")
        ->check(CheckRoleArn);
  }

  void AddDelete() {
    CLI::App* sub = app_.add_subcommand("delete", "Delete the stack and what it made");
    sub->add_option("stack", delete_.stack_name, "The stack's name or id")
        ->type_name("STACK")
        ->required()
        ->check(CheckStackNameOrId);
    AddRole(sub, delete_.role_arn);
    sub->callback([this] { choose_ = [this] { return delete_; }; });
  }

  void AddStatus() {
    CLI::App* sub = app_.add_subcommand("status", "One stack with its resources and outputs, or all stacks");
    sub->add_option("stack", status_.stack_name, "The stack's name or id")
        ->type_name("STACK")
        ->check(CheckStackNameOrId);
    sub->callback([this] { choose_ = [this] { return status_; }; });
  }

  void AddEvents() {
    CLI::App* sub = app_.add_subcommand("events", "What happened to the stack, oldest first");
    sub->add_option("stack", events_.stack_name, "The stack's name or id")
        ->type_name("STACK")
        ->required()
        ->check(CheckStackNameOrId);
    sub->callback([this] { choose_ = [this] { return events_; }; });
  }

  void AddExport() {
    CLI::App* sub = app_.add_subcommand("export", "Write an organisation's data actions as definitions and a template");
    sub->add_option("--to", export_.directory, "The directory; it is made when there is none")
        ->type_name("DIR")
        ->required();
    sub->add_option("--name", export_.name_pattern, "Only actions whose whole name matches this regular expression")
        ->type_name("REGEX");
    sub->add_option("--integration", export_.integration_id, "Only actions of the integration with this id")
        ->type_name("ID");
    sub->add_flag("--adopt", export_.adopt, "The template takes over what exists instead of making new ones");
    sub->add_flag("--with-integrations", export_.with_integrations, "Their integrations, credentials and logins, too");
    sub->add_flag("--overwrite", export_.overwrite, "Replace files of the same names in a directory that is not empty");
    AddOrganisation(sub, export_.organisation);
    sub->callback([this] { choose_ = [this] { return export_; }; });
  }

  static void AddOrganisation(CLI::App* sub, OrganisationChoice& choice) {
    OneOf<OrganisationChoice>(
        sub->add_option("--organisation", choice,
                        "local, or real: the one that GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET and "
                        "GENESYSCLOUD_REGION name; without it real when the first is set"),
        {{"local", OrganisationChoice::kLocal}, {"real", OrganisationChoice::kReal}});
  }

  void AddGraph() {
    CLI::App* sub = app_.add_subcommand("graph", "Which resource of a template needs which");
    sub->add_option("template", graph_.template_path, "The CloudFormation template, YAML or JSON")
        ->type_name("FILE")
        ->required();
    OneOf<GraphFormat>(sub->add_option("--format", graph_.format, "text is a tree, dot is for Graphviz"),
                       {{"text", GraphFormat::kText}, {"dot", GraphFormat::kDot}, {"mermaid", GraphFormat::kMermaid}})
        ->default_str("text");
    sub->callback([this] { choose_ = [this] { return graph_; }; });
  }

  void AddLogs() {
    CLI::App* sub = app_.add_subcommand("logs", "What functions wrote, oldest first");
    sub->add_option("--function", logs_.function, "Of this function only")->type_name("NAME");
    sub->add_flag("--follow", logs_.follow, "Go on with what comes, until interrupted");
    sub->add_option("--since", logs_.since, "Not what is older: 90s, 10m, 2h, 1d or a time (2026-01-02T03:04:05Z)")
        ->type_name("TIME")
        ->check([](const std::string& text) {
          return ParseSince(text, WallTime{}) ? ""
                                              : "it is a duration such as 10m, or a time such as 2026-01-02T03:04:05Z";
        });
    sub->callback([this] { choose_ = [this] { return logs_; }; });
  }

  void AddLocal() {
    CLI::App* sub = app_.add_subcommand("local", "Serve the local cloud until interrupted");
    sub->add_option("--port", local_.port, "The port on 127.0.0.1; 0 takes a free one")
        ->check(CLI::Range(0, 65535).description(""))
        ->type_name("PORT")
        ->default_val(4566);
    sub->add_flag("--allow-unsupported", local_.allow_unsupported,
                  "Make stand-ins for resource types that the local cloud does not offer");
    sub->add_option("--code", codes_, "A local program for a function's package")
        ->type_name("s3://BUCKET/KEY=PATH")
        ->expected(1, 100);
    sub->add_option("--faults", local_.faults_file, "File with failures of the organisation, YAML or JSON")
        ->type_name("FILE");
    sub->add_option("--genesys-option", genesys_options_, "A switch of the organisation")
        ->type_name("NAME=VALUE")
        ->expected(1, 100);
    sub->callback([this] { choose_ = [this] { return local_; }; });
  }

  void AddValidate() {
    CLI::App* sub = app_.add_subcommand("validate", "Find mistakes in templates and data actions; nothing is deployed");
    sub->add_option("paths", validate_.paths, "Files, or directories that are searched for .json, .yaml and .yml")
        ->type_name("FILE");
    OneOf(sub->add_option("--format", format_, "text for people, the others for programs"),
          {"text", "json", "sarif", "junit"});
    sub->add_flag("--strict", validate_.strict, "Fail for warnings too");
    sub->add_option("--explain", validate_.explain, "What a rule is about and what to do, by its code")
        ->type_name("CODE");
    sub->callback([this] { choose_ = [this] { return validate_; }; });
  }

  void AddSchema() {
    CLI::App* sub = app_.add_subcommand("schema", "The JSON schema of templates, for editors");
    CLI::Option* type =
        sub->add_option("--type", schema_.type, "Of the Properties of this resource type alone")->type_name("TYPE");
    sub->add_flag("--definition", schema_.definition, "Of data actions in files of their own")->excludes(type);
    sub->callback([this] { choose_ = [this] { return schema_; }; });
  }

  void AddInit() {
    CLI::App* sub = app_.add_subcommand("init", "Write a small working project; without a kind, list the kinds");
    std::vector<std::string> kinds;
    for (const project::Starter& starter : project::Starters()) kinds.emplace_back(starter.kind);
    sub->add_option("kind", init_.kind, "What the data action calls")->type_name(Join(kinds, "|"))->check(CheckKind);
    sub->add_option("directory", init_.directory, "Where to; without it a new directory named as the kind")
        ->type_name("DIR");
    sub->add_option("--name", init_.name, "The project's name, which is its stack's; without it the directory's")
        ->type_name("NAME")
        ->check(CheckNewStackName);
    sub->callback([this] { choose_ = [this] { return init_; }; });
  }

  void AddPackage() {
    CLI::App* sub = app_.add_subcommand("package", "Put a template's definition files into S3, for AWS's own tools");
    sub->add_option("template", package_.template_path, "The CloudFormation template, YAML or JSON")
        ->type_name("FILE")
        ->required();
    sub->add_option("--output-template-file", package_.output_path, "The template that names the objects")
        ->type_name("FILE")
        ->required();
    sub->callback([this] { choose_ = [this] { return package_; }; });
  }

  void AddCompletions() {
    CLI::App* sub = app_.add_subcommand("completions", "The script that completes this command line in a shell");
    OneOf<Shell>(sub->add_option("shell", completions_.shell, "Which shell")->required(),
                 {{"bash", Shell::kBash}, {"zsh", Shell::kZsh}, {"fish", Shell::kFish}});
    sub->callback([this] { choose_ = [this] { return completions_; }; });
  }

  void AddDrift() {
    CLI::App* sub = app_.add_subcommand("drift", "What was changed in Genesys Cloud since stacks were deployed");
    sub->add_option("target", drift_.target,
                    "A stack's name or id, or with --stack-name its template; all stacks without")
        ->type_name("STACK");
    sub->add_option("--stack-name", drift_.stack_name, "The stack that the template was deployed as")
        ->type_name("STACK")
        ->check(CheckNewStackName);
    CLI::Option* accept = sub->add_flag("--accept", drift_.accept, "Take what is live over into the files, in place");
    sub->add_flag("--dry-run", drift_.dry_run, "Show what --accept would write")->needs(accept);
    CLI::Option* revert = sub->add_flag("--revert", drift_.revert, "Write what was recorded back to Genesys Cloud");
    sub->add_flag("--yes", drift_.yes, "Do not ask before --revert")->needs(revert);
    accept->excludes(revert);
    sub->callback([this] { choose_ = [this] { return drift_; }; });
  }

  void AddOrphans() {
    CLI::App* sub = app_.add_subcommand("orphans", "What stacks made and no stack has any longer");
    sub->add_option("--delete", orphans_.ids, "Delete these, by their ids")->type_name("ID")->expected(1, 1000);
    sub->callback([this] { choose_ = [this] { return orphans_; }; });
  }

  void AddAdopt() {
    CLI::App* sub = app_.add_subcommand("adopt", "Write the template that takes an existing object over");
    sub->add_option("action", adopt_.name_or_id, "Name or id of a data action, an integration or a credential")
        ->type_name("NAME")
        ->required();
    CLI::Option* definition =
        sub->add_option("--definition", adopt_.definition, "A definition's file, compared with the action")
            ->type_name("FILE");
    sub->add_option("--to", adopt_.to, "Write the action's definition to this new file")
        ->type_name("FILE")
        ->excludes(definition);
    sub->callback([this] { choose_ = [this] { return adopt_; }; });
  }

  void AddDoctor() {
    CLI::App* sub = app_.add_subcommand("doctor", "Look at everything that a first stack needs; nothing is changed");
    sub->add_option("template", doctor_.template_path, "The stack's template: its types decide what is needed")
        ->type_name("FILE");
    sub->add_option("--secret", doctor_.secret, "Name or ARN of the secret; without it the function's")
        ->type_name("NAME");
    sub->add_option("--export", doctor_.export_name,
                    "The export that names the function; without it the one that the template imports")
        ->type_name("NAME");
    sub->add_option("--package", doctor_.package, "The function's zip; without it the one that the function has")
        ->type_name("FILE");
    sub->callback([this] { choose_ = [this] { return doctor_; }; });
  }

  void AddTest() {
    CLI::App* sub = app_.add_subcommand("test", "Run the test files of data actions; nothing is deployed or called");
    sub->add_option("paths", test_.paths,
                    "Test files, directories that are searched for them, or definitions and templates that they test")
        ->type_name("FILE")
        ->required();
    OneOf(sub->add_option("--format", test_format_, "text for people, the others for programs"),
          {"text", "json", "junit"});
    CLI::Option* filter = sub->add_option("--filter", test_.filter,
                                          "Only cases where this regular expression is found in \"FILE > CASE\"")
                              ->type_name("REGEX");
    sub->add_flag("--list", test_.list, "Name the cases and run none");
    sub->add_flag("--verbose", test_.verbose, "A line for each case");
    sub->add_flag("--require-coverage", test_.require_coverage,
                  "Fail when no case touches an input, a mapped value or a default")
        ->excludes(filter);
    sub->callback([this] { choose_ = [this] { return test_; }; });
  }

  CLI::App app_;
  CommandLine line_{".genesys-cfn", OutputFormat::kText, ActionsCommand{}, "", ""};
  std::string output_ = "text";
  std::vector<std::string> overrides_;
  std::vector<std::string> tags_;
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
  InitCommand init_;
  PackageCommand package_;
  CompletionsCommand completions_;
  TestCommand test_;
  std::string test_format_;
  DriftCommand drift_;
  OrphansCommand orphans_;
  AdoptCommand adopt_;
  DoctorCommand doctor_;
  std::string format_;
  std::function<Command()> choose_;
};

}  // namespace

std::variant<CommandLine, ExitNow> ParseCommandLine(const std::vector<std::string>& arguments) {
  return Parser().Run(arguments);
}

CommandTable DescribeCommandLine() {
  return Parser().Describe();
}

}  // namespace genesys_cfn::cli
