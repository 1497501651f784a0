// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "aws/cloudwatch_logs.h"
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
// CloudWatch Logs: how often to look, how far back without --since, how late lines may come, and how long to try.
constexpr Milliseconds kAwsPause{2'000};
constexpr Milliseconds kAwsSince{60 * 60'000};
constexpr Milliseconds kAwsLateness{10'000};
constexpr Milliseconds kAwsPatience{60'000};

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

void ShowLine(CommandContext& context, const emulator::LogLine& line) {
  context.renderer.LogLine(line.time, line.function, line.text);
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
      ShowLine(context, line);
      // A document a line, for those who read as it comes.
      if (context.renderer.json()) surroundings.out << json::Write(DocumentOf(line)) << '\n' << std::flush;
    }
    surroundings.clock.SleepFor(kPause);
  }
  return kDone;
}

// Lines of CloudWatch Logs end with a line end, mostly.
emulator::LogLine LineOf(const aws::LogEvent& event, const std::string& function) {
  std::string_view text = event.message;
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return {FormatIso8601(event.time), function, std::string(text)};
}

Result<int> ShowAwsLogs(CommandContext& context, const LogsCommand& command, std::optional<WallTime> wanted_since) {
  const StopSignals signals;
  Surroundings& surroundings = context.surroundings;
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "logs"));
  aws::CloudWatchLogs logs({surroundings.client, surroundings.clock, surroundings.random}, cloud->credentials(),
                           cloud->region(), cloud->Endpoint("CLOUDWATCH_LOGS", "logs"));
  const std::string function = command.function.value_or(std::string(emulator::kProviderStack));
  WallTime since = wanted_since.value_or(surroundings.clock.Now() - kAwsSince);
  std::set<std::string> shown;  // of the last looks: what was written late is not missed, and nothing comes twice
  json::Array lines;
  while (true) {
    TRY_ASSIGN(const auto events, logs.FilterLogEvents(Concat("/aws/lambda/", function), since,
                                                       surroundings.clock.SteadyNow() + kAwsPatience));
    for (const aws::LogEvent& event : events) {
      if (!shown.insert(event.id).second) continue;
      const emulator::LogLine line = LineOf(event, function);
      ShowLine(context, line);
      if (!command.follow) lines.emplace_back(DocumentOf(line));
      if (command.follow && context.renderer.json()) {
        surroundings.out << json::Write(DocumentOf(line)) << '\n' << std::flush;
      }
    }
    if (!command.follow) break;
    for (Milliseconds waited{0}; waited < kAwsPause; waited += kPause) {
      if (signals.Came()) return kDone;
      surroundings.clock.SleepFor(kPause);
    }
    if (!events.empty()) since = std::max(since, events.back().time - kAwsLateness);
  }
  context.renderer.Document(json::Object{{"lines", std::move(lines)}});
  return kDone;
}

}  // namespace

Result<int> RunLogs(CommandContext& context, const LogsCommand& command) {
  const auto time = command.since ? ParseSince(*command.since, context.surroundings.clock.Now()) : std::nullopt;
  if (context.line.target.target() == Target::kAws) return ShowAwsLogs(context, command, time);
  const std::string since = time ? FormatIso8601(*time) : std::string();
  emulator::LogReader reader(context.line.state_directory, command.function);
  TRY(CheckFunction(reader, command));
  if (command.follow) return Follow(context, reader, since);
  json::Array lines;
  for (const emulator::LogLine& line : reader.Read()) {
    if (line.time < since) continue;
    ShowLine(context, line);
    lines.emplace_back(DocumentOf(line));
  }
  context.renderer.Document(json::Object{{"lines", std::move(lines)}});
  return kDone;
}

}  // namespace genesys_cfn::cli
