// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/since.h"
#include "cli/stop_signals.h"
#include "emulator/local_cloud/log_reader.h"
#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPause{200};

// Programs write anything; JSON holds text only.
std::string TextOf(const std::string& bytes) {
  if (IsValidUtf8(bytes)) return bytes;
  std::string text;
  for (const char& c : bytes) {
    text += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : Concat("\\x", HexEncode({&c, 1}));
  }
  return text;
}

json::Object DocumentOf(const emulator::LogLine& line) {
  return {{"time", line.time}, {"function", line.function}, {"message", TextOf(line.text)}};
}

Result<void> CheckFunction(const emulator::LogReader& reader, const LogsCommand& command) {
  const std::vector<std::string> functions = reader.Functions();
  if (!command.function || command.follow || std::ranges::find(functions, *command.function) != functions.end()) {
    return {};
  }
  return Error{ErrorCode::kNotFound,
               Concat("the function ", *command.function, " has written nothing; functions with a log: ",
                      functions.empty() ? std::string("none") : Join(functions, ", "))};
}

Result<int> Follow(CommandContext& context, emulator::LogReader& reader, const std::string& since) {
  const StopSignals signals;
  Surroundings& surroundings = context.surroundings;
  while (!signals.Came()) {
    for (const emulator::LogLine& line : reader.Read()) {
      if (line.time < since) continue;
      context.renderer.LogLine(line.time, line.function, line.text);
      // A document a line, for those who read as it comes.
      if (context.renderer.json()) surroundings.out << json::Write(DocumentOf(line)) << '\n' << std::flush;
    }
    surroundings.clock.SleepFor(kPause);
  }
  return kDone;
}

}  // namespace

Result<int> RunLogs(CommandContext& context, const LogsCommand& command) {
  std::string since;
  if (command.since) {
    const auto time = ParseSince(*command.since, context.surroundings.clock.Now());
    if (time.has_value()) since = FormatIso8601(*time);
  }
  emulator::LogReader reader(context.line.state_directory, command.function);
  TRY(CheckFunction(reader, command));
  if (command.follow) return Follow(context, reader, since);
  json::Array lines;
  for (const emulator::LogLine& line : reader.Read()) {
    if (line.time < since) continue;
    context.renderer.LogLine(line.time, line.function, line.text);
    lines.emplace_back(DocumentOf(line));
  }
  context.renderer.Document(json::Object{{"lines", std::move(lines)}});
  return kDone;
}

}  // namespace genesys_cfn::cli
