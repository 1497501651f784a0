// SPDX-License-Identifier: Apache-2.0
#include "cli/application.h"

#include "base/text.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/renderer.h"
#include "cli/stack_progress.h"
#include "cli/stop_signals.h"

namespace genesys_cfn::cli {
namespace {

// Overloads in one visitor.
template <typename... Functions>
struct Visitor : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Visitor(Functions...) -> Visitor<Functions...>;

Result<int> Dispatch(CommandContext& context) {
  return std::visit(Visitor{[&](const DeployCommand& command) { return RunDeploy(context, command); },
                            [&](const PlanCommand& command) { return RunPlan(context, command); },
                            [&](const DeleteCommand& command) { return RunDelete(context, command); },
                            [&](const StatusCommand& command) { return RunStatus(context, command); },
                            [&](const EventsCommand& command) { return RunEvents(context, command); },
                            [&](const ActionsCommand& command) { return RunActions(context, command); },
                            [&](const IntegrationsCommand& command) { return RunIntegrations(context, command); },
                            [&](const ExportCommand& command) { return RunExport(context, command); },
                            [&](const GraphCommand& command) { return RunGraph(context, command); },
                            [&](const LogsCommand& command) { return RunLogs(context, command); },
                            [&](const LocalCommand& command) { return RunLocal(context, command); },
                            [&](const DoctorCommand& command) { return RunDoctor(context, command); },
                            [&](const DriftCommand& command) { return RunDrift(context, command); },
                            [&](const OrphansCommand& command) { return RunOrphans(context, command); },
                            [&](const AdoptCommand& command) { return RunAdopt(context, command); },
                            [&](const ValidateCommand& command) { return RunValidate(context, command); },
                            [&](const TestCommand& command) { return RunTest(context, command); },
                            [&](const SchemaCommand& command) { return RunSchema(context, command); },
                            [&](const InitCommand& command) { return RunInit(context, command); },
                            [&](const PackageCommand& command) { return RunPackage(context, command); },
                            [&](const CompletionsCommand& command) { return RunCompletions(context, command); }},
                    context.line.command);
}

}  // namespace

int RunCommandLine(const std::vector<std::string>& arguments, Surroundings& surroundings) {
  const auto parsed = ParseCommandLine(arguments);
  if (const auto* exit = std::get_if<ExitNow>(&parsed)) {
    std::ostream& stream = exit->code == kDone ? surroundings.out : surroundings.err;
    if (stream << exit->text << std::flush || exit->code != kDone) return exit->code;
    surroundings.err << "error: cannot write the output\n";
    return kFailed;
  }
  const auto& line = std::get<CommandLine>(parsed);
  Renderer renderer(surroundings.out, surroundings.err, line.output,
                    WantsColour(surroundings) ? Renderer::Colour::kOn : Renderer::Colour::kOff);
  CommandContext context{surroundings, line, renderer};
  const Result<int> result = Dispatch(context);
  if (!result) {
    renderer.Failure(result.error());
    return result.error().code == ErrorCode::kInterrupted ? kInterrupted : kFailed;
  }
  if (surroundings.out.flush()) return *result;
  renderer.Failure({ErrorCode::kIo, "cannot write the output; what the command did is done"});
  return kFailed;
}

Result<void> CheckMayChange(const CommandContext& context, const std::string& stack_name) {
  if (stack_name != emulator::kProviderStack || context.line.target.target() == Target::kAws) return {};
  return Error{ErrorCode::kInvalidInput, Concat("the stack ", stack_name,
                                                " belongs to the local cloud: it holds the provider's function; choose "
                                                "another name")};
}

Result<std::unique_ptr<CloudConnection>> OpenCloud(CommandContext& context, const std::string& command) {
  const StopSignals signals;  // before the cloud starts its threads, which must not take them
  TRY_ASSIGN(auto cloud, CloudConnection::Open(context.surroundings, context.line, command));
  for (const emulator::InterruptedOperation& interrupted : cloud->interrupted()) {
    context.renderer.Line(Concat("The stack ", interrupted.stack_name, " was ", interrupted.status,
                                 " when an earlier command was cut off; going on with it:"));
    StackProgress progress(context, *cloud);
    TRY(progress.Follow(interrupted.stack_id, interrupted.last_event_id, signals));
  }
  return cloud;
}

bool WantsColour(const Surroundings& surroundings) {
  return surroundings.terminal && surroundings.environment.GetOr("NO_COLOR", "").empty();
}

}  // namespace genesys_cfn::cli
