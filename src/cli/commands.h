// SPDX-License-Identifier: Apache-2.0
// The commands, one file each. Each returns an ExitCode, or an error that the caller shows.
#pragma once

#include "base/result.h"
#include "cli/application.h"
#include "cli/cloud_connection.h"
#include "cli/command_line.h"
#include "cli/renderer.h"

namespace genesys_cfn::cli {

// What a command has to work with.
struct CommandContext {
  Surroundings& surroundings;
  const CommandLine& line;
  Renderer& renderer;
};

Result<int> RunDeploy(CommandContext& context, const DeployCommand& command);
Result<int> RunPlan(CommandContext& context, const PlanCommand& command);
Result<int> RunDelete(CommandContext& context, const DeleteCommand& command);
Result<int> RunStatus(CommandContext& context, const StatusCommand& command);
Result<int> RunEvents(CommandContext& context, const EventsCommand& command);
Result<int> RunActions(CommandContext& context, const ActionsCommand& command);
Result<int> RunIntegrations(CommandContext& context, const IntegrationsCommand& command);
Result<int> RunExport(CommandContext& context, const ExportCommand& command);
Result<int> RunGraph(CommandContext& context, const GraphCommand& command);
Result<int> RunLogs(CommandContext& context, const LogsCommand& command);
Result<int> RunLocal(CommandContext& context, const LocalCommand& command);
Result<int> RunValidate(CommandContext& context, const ValidateCommand& command);
Result<int> RunTest(CommandContext& context, const TestCommand& command);
Result<int> RunInit(CommandContext& context, const InitCommand& command);
Result<int> RunPackage(CommandContext& context, const PackageCommand& command);
Result<int> RunCompletions(CommandContext& context, const CompletionsCommand& command);

// kInvalidInput for the stack that the local cloud itself needs.
Result<void> CheckMayChange(const CommandContext& context, const std::string& stack_name);
// On a terminal, unless NO_COLOR is set.
bool WantsColour(const Surroundings& surroundings);

// Opens the cloud and, when an earlier process was cut off in the middle of an operation, says so, shows how the
// operation ends, and only then returns.
Result<std::unique_ptr<CloudConnection>> OpenCloud(CommandContext& context, const std::string& command);

}  // namespace genesys_cfn::cli
