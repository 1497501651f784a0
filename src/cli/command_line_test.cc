// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <gtest/gtest.h>

#include "cli/exit_code.h"

namespace genesys_cfn::cli {
namespace {

std::variant<CommandLine, ExitNow> Parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "genesys-cfn");
  return ParseCommandLine(arguments);
}

ExitNow MustExit(const std::vector<std::string>& arguments) {
  const auto parsed = Parse(arguments);
  EXPECT_TRUE(std::holds_alternative<ExitNow>(parsed));
  return std::holds_alternative<ExitNow>(parsed) ? std::get<ExitNow>(parsed) : ExitNow{};
}

TEST(CommandLine, DeployTakesParametersAndCapabilities) {
  const auto parsed = Parse({"deploy", "t.yaml", "--stack-name", "demo", "--parameter-overrides", "A=1", "B=x=y",
                             "C=", "--capabilities", "CAPABILITY_IAM", "--output", "json", "--state-dir", "/tmp/s"});
  ASSERT_TRUE(std::holds_alternative<CommandLine>(parsed));
  const auto& line = std::get<CommandLine>(parsed);
  EXPECT_EQ(line.output, OutputFormat::kJson);
  EXPECT_EQ(line.state_directory, "/tmp/s");
  const auto& deploy = std::get<DeployCommand>(line.command);
  EXPECT_EQ(deploy.template_path, "t.yaml");
  EXPECT_EQ(deploy.stack_name, "demo");
  EXPECT_EQ(deploy.parameters, (std::vector<std::pair<std::string, std::string>>{{"A", "1"}, {"B", "x=y"}, {"C", ""}}));
  EXPECT_EQ(deploy.capabilities, std::vector<std::string>{"CAPABILITY_IAM"});
  EXPECT_TRUE(deploy.tags.empty());
  EXPECT_EQ(deploy.role_arn, "");
}

TEST(CommandLine, AStackMayHaveTagsAndARole) {
  const std::string role = "arn:aws:iam::000000000000:role/deployer";
  const auto parsed =
      Parse({"deploy", "t.yaml", "--stack-name", "demo", "--tags", "team=desk=1", "empty=", "--role-arn", role});
  ASSERT_TRUE(std::holds_alternative<CommandLine>(parsed));
  const auto& deploy = std::get<DeployCommand>(std::get<CommandLine>(parsed).command);
  EXPECT_EQ(deploy.tags, (std::vector<std::pair<std::string, std::string>>{{"team", "desk=1"}, {"empty", ""}}));
  EXPECT_EQ(deploy.role_arn, role);
  const auto deletion = Parse({"delete", "demo", "--role-arn", role});
  ASSERT_TRUE(std::holds_alternative<CommandLine>(deletion));
  EXPECT_EQ(std::get<DeleteCommand>(std::get<CommandLine>(deletion).command).role_arn, role);
}

TEST(CommandLine, StandInsAndLocalCodeAreAskedFor) {
  const auto deploy = Parse({"deploy", "t.yaml", "--stack-name", "demo", "--allow-unsupported"});
  EXPECT_TRUE(std::get<DeployCommand>(std::get<CommandLine>(deploy).command).allow_unsupported);
  const auto parsed = Parse({"local", "--allow-unsupported", "--code", "s3://b/k/f.zip=/bin/f=1", "s3://b/g=dir"});
  const auto& local = std::get<LocalCommand>(std::get<CommandLine>(parsed).command);
  EXPECT_TRUE(local.allow_unsupported);
  EXPECT_EQ(local.code, (std::vector<std::pair<std::string, std::string>>{{"b/k/f.zip", "/bin/f=1"}, {"b/g", "dir"}}));
  EXPECT_NE(MustExit({"local", "--code", "b/k=/bin/f"}).text.find("s3://BUCKET/KEY=PATH"), std::string::npos);
}

TEST(CommandLine, LogsOfOneFunctionSinceSomeTime) {
  const auto parsed = Parse({"logs", "--function", "f", "--since", "10m", "--follow"});
  const auto& logs = std::get<LogsCommand>(std::get<CommandLine>(parsed).command);
  EXPECT_EQ(logs.function, "f");
  EXPECT_EQ(logs.since, "10m");
  EXPECT_TRUE(logs.follow);
  EXPECT_NE(MustExit({"logs", "--since", "yesterday"}).text.find("--since"), std::string::npos);
}

TEST(CommandLine, SchemaTakesAType) {
  const auto command = [](const std::vector<std::string>& words) {
    std::vector<std::string> all = {"genesys-cfn", "schema"};
    all.insert(all.end(), words.begin(), words.end());
    return std::get<SchemaCommand>(std::get<CommandLine>(ParseCommandLine(all)).command);
  };
  EXPECT_EQ(command({}).type, std::nullopt);
  EXPECT_EQ(command({"--type", "Custom::GenesysDataAction"}).type, "Custom::GenesysDataAction");
  EXPECT_FALSE(command({}).definition);
  EXPECT_TRUE(command({"--definition"}).definition);
}

TEST(CommandLine, TestTakesPathsAndAFilter) {
  const auto parsed = Parse({"test", "a", "b.json", "--filter", "x y", "--output", "json", "--verbose", "--list"});
  ASSERT_TRUE(std::holds_alternative<CommandLine>(parsed));
  const auto& test = std::get<TestCommand>(std::get<CommandLine>(parsed).command);
  EXPECT_EQ(test.paths, (std::vector<std::string>{"a", "b.json"}));
  EXPECT_EQ(test.filter, "x y");
  EXPECT_EQ(test.format, TestFormat::kJson);
  EXPECT_TRUE(test.verbose && test.list && !test.require_coverage);
  const auto junit = Parse({"test", "a", "--format", "junit", "--require-coverage"});
  EXPECT_EQ(std::get<TestCommand>(std::get<CommandLine>(junit).command).format, TestFormat::kJunit);
  EXPECT_EQ(MustExit({"test"}).code, kUsage);
  EXPECT_EQ(MustExit({"test", "a", "--format", "sarif"}).code, kUsage);
  EXPECT_EQ(MustExit({"test", "a", "--filter", "b", "--require-coverage"}).code, kUsage);
}

TEST(CommandLine, ExportTakesARegularExpression) {
  const auto parsed = Parse({"export", "--to", "d", "--name", "Look.*"});
  EXPECT_EQ(std::get<ExportCommand>(std::get<CommandLine>(parsed).command).name_pattern, "Look.*");
  const ExitNow wrong = MustExit({"export", "--to", "d", "--name", "("});
  EXPECT_EQ(wrong.code, kUsage);
  EXPECT_EQ(wrong.text.rfind("error: --name is no regular expression: ", 0), 0U) << wrong.text;
}

TEST(CommandLine, ValidateTakesPathsOrARule) {
  const auto command = [](const std::vector<std::string>& arguments) {
    const auto parsed = Parse(arguments);
    EXPECT_TRUE(std::holds_alternative<CommandLine>(parsed));
    return std::get<ValidateCommand>(std::get<CommandLine>(parsed).command);
  };
  EXPECT_EQ(command({"validate", "a", "b", "--strict"}).paths, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(command({"validate", "a", "--strict"}).strict);
  EXPECT_EQ(command({"validate", "a", "--format", "sarif"}).format, ValidateFormat::kSarif);
  EXPECT_EQ(command({"validate", "a", "--output", "json"}).format, ValidateFormat::kJson);
  EXPECT_EQ(command({"validate", "a", "--output", "json", "--format", "text"}).format, ValidateFormat::kText);
  EXPECT_EQ(command({"validate", "--explain", "GC001"}).explain, "GC001");
  EXPECT_EQ(MustExit({"validate"}).code, kUsage);
  EXPECT_EQ(MustExit({"validate", "a", "--explain", "GC001"}).code, kUsage);
}

TEST(CommandLine, StatusNeedsNoStack) {
  const auto parsed = Parse({"status"});
  ASSERT_TRUE(std::holds_alternative<CommandLine>(parsed));
  EXPECT_FALSE(std::get<StatusCommand>(std::get<CommandLine>(parsed).command).stack_name);
}

TEST(CommandLine, HelpAndVersionAreNoMistakes) {
  EXPECT_EQ(MustExit({"--help"}).code, kDone);
  EXPECT_NE(MustExit({"--help"}).text.find("Exit codes:"), std::string::npos);
  EXPECT_EQ(MustExit({"deploy", "--help"}).code, kDone);
  EXPECT_NE(MustExit({"--version"}).text.find("genesys-cfn "), std::string::npos);
}

TEST(CommandLine, WrongUsageIs64AndSaysWhat) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{}, "a command is required"},
      {{"deploi"}, "deploi"},
      {{"deploy", "t.yaml"}, "--stack-name"},
      {{"deploy", "t.yaml", "--stack-name", "s", "--parameter-overrides", "A"}, "KEY=VALUE"},
      {{"deploy", "t.yaml", "--stack-name", "s", "--tags", "A"}, "--tags takes KEY=VALUE pairs, not \"A\""},
      {{"deploy", "t.yaml", "--stack-name", "s", "--tags", "A=1", "B=", "A=2"}, "--tags has the key A twice"},
      {{"deploy", "t.yaml", "--stack-name", "s", "--role-arn", "deployer"}, "it is the ARN of a role"},
      {{"delete", "s", "--role-arn", "arn:aws:iam::1:user/x"}, "it is the ARN of a role"},
      {{"validate", "--explain", "GC001", "--format", "sarif"}, "--explain has --format text and json"},
      {{"deploy", "t.yaml", "--stack-name", "s", "--capabilities", "FOO"},
       "one of CAPABILITY_IAM, CAPABILITY_NAMED_IAM"},
      {{"local", "--port", "99999"}, "--port"},
      {{"status", "--output", "yaml"}, "--output"},
      {{"status", "--no-such-option"}, "no-such-option"},
  };
  for (const auto& [arguments, expected] : cases) {
    const ExitNow exit = MustExit(arguments);
    EXPECT_EQ(exit.code, kUsage) << exit.text;
    EXPECT_NE(exit.text.find(expected), std::string::npos) << exit.text;
  }
}

TEST(CommandLine, DriftTakesAStackOrATemplate) {
  const auto drift = [](const std::vector<std::string>& arguments) {
    return std::get<DriftCommand>(std::get<CommandLine>(Parse(arguments)).command);
  };
  EXPECT_FALSE(drift({"drift"}).target);
  EXPECT_EQ(drift({"drift", "demo", "--revert", "--yes"}).target, "demo");
  EXPECT_TRUE(drift({"drift", "t.yaml", "--stack-name", "demo", "--accept", "--dry-run"}).dry_run);
  const std::pair<std::vector<std::string>, std::string> wrong[] = {
      {{"drift", "t.yaml"}, "give --stack-name"},
      {{"drift", "demo", "--accept"}, "give the template and --stack-name"},
      {{"drift", "--stack-name", "demo"}, "the stack's template"},
      {{"drift", "demo", "--dry-run"}, "--accept"},
      {{"drift", "demo", "--yes"}, "--revert"},
      {{"drift", "t.yaml", "--stack-name", "demo", "--accept", "--revert"}, "--revert"},
      {{"adopt"}, "action"},
      {{"adopt", "a", "--definition", "b", "--to", "c"}, "--definition"},
  };
  for (const auto& [arguments, expected] : wrong) {
    const ExitNow exit = MustExit(arguments);
    EXPECT_EQ(exit.code, kUsage) << exit.text;
    EXPECT_NE(exit.text.find(expected), std::string::npos) << exit.text;
  }
  EXPECT_EQ(
      std::get<OrphansCommand>(std::get<CommandLine>(Parse({"orphans", "--delete", "a", "b"})).command).ids.size(), 2U);
}

TEST(CommandLine, TheLocalOrganisationHasFaultsAndSwitches) {
  const auto parsed = Parse({"local", "--faults", "f.yaml", "--genesys-option", "read-lag=20", "templates=kept"});
  const auto& local = std::get<LocalCommand>(std::get<CommandLine>(parsed).command);
  EXPECT_EQ(local.faults_file, "f.yaml");
  const std::vector<std::pair<std::string, std::string>> switches = {{"read-lag", "20"}, {"templates", "kept"}};
  EXPECT_EQ(local.genesys_options, switches);
  EXPECT_NE(MustExit({"local", "--genesys-option", "read-lag"}).text.find("NAME=VALUE"), std::string::npos);
}

Target TargetOf(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"genesys-cfn", "status"});
  const auto parsed = ParseCommandLine(arguments);
  const auto* line = std::get_if<CommandLine>(&parsed);
  EXPECT_NE(line, nullptr);
  return line == nullptr ? Target::kLocal : line->target.target();
}

TEST(CommandLine, AwsIsAskedFor) {
  EXPECT_EQ(TargetOf({}), Target::kLocal);
  EXPECT_EQ(TargetOf({"--s3-bucket", "b"}), Target::kLocal);
  EXPECT_EQ(TargetOf({"--target", "local"}), Target::kLocal);
  EXPECT_EQ(TargetOf({"--target", "aws"}), Target::kAws);
  EXPECT_EQ(TargetOf({"--profile", "dev"}), Target::kAws);
  EXPECT_EQ(TargetOf({"--region", "eu-west-1"}), Target::kAws);
}

TEST(CommandLine, TargetsThatContradictEachOther) {
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--target", "local", "--profile", "dev"},
                                               {"--target", "local", "--region", "eu-west-1"},
                                               {"--target", "azure"}}) {
    std::vector<std::string> arguments = {"genesys-cfn", "status"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto parsed = ParseCommandLine(arguments);
    const auto* exit = std::get_if<ExitNow>(&parsed);
    ASSERT_NE(exit, nullptr);
    EXPECT_EQ(exit->code, 64);
  }
}

}  // namespace
}  // namespace genesys_cfn::cli
