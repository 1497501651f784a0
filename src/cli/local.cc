// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/stop_signals.h"

namespace genesys_cfn::cli {
namespace {

void ShowHowToUse(Renderer& renderer, const std::string& origin, const std::string& access_key_id) {
  renderer.Line(Concat("The local cloud is ready at ", origin, ". Interrupt to stop it; its state stays."));
  renderer.Line("");
  renderer.Line("Other genesys-cfn commands with the same state directory use it by themselves. For AWS tools:");
  renderer.Line(Concat("  export AWS_ENDPOINT_URL=", origin));
  if (access_key_id.empty()) {
    renderer.Line(Concat("  export AWS_ACCESS_KEY_ID=", emulator::LocalCredentials().access_key_id,
                         " AWS_SECRET_ACCESS_KEY=", emulator::LocalCredentials().secret_access_key.Reveal()));
  } else {
    renderer.Line(Concat("  export AWS_ACCESS_KEY_ID=", access_key_id, " AWS_SECRET_ACCESS_KEY=(its secret)"));
  }
  renderer.Line(Concat("  export AWS_DEFAULT_REGION=", emulator::kLocalRegion));
}

}  // namespace

Result<int> RunLocal(CommandContext& context, const LocalCommand& command) {
  const StopSignals signals;
  TRY_ASSIGN(const auto cloud, CloudConnection::Serve(context.surroundings, context.line, command));
  for (const emulator::InterruptedOperation& interrupted : cloud->interrupted()) {
    context.renderer.Line(Concat("The stack ", interrupted.stack_name, " was ", interrupted.status,
                                 " when an earlier command was cut off; it goes on now."));
  }
  ShowHowToUse(context.renderer, cloud->origin(), context.line.access_key_id);
  if (command.allow_unsupported) {
    context.renderer.Line("Resources of types that the local cloud does not offer become stand-ins: nothing is made.");
  }
  context.renderer.Document(json::Object{{"origin", cloud->origin()}});
  signals.Wait();
  context.renderer.Line("Stopped.");
  return kDone;
}

}  // namespace genesys_cfn::cli
