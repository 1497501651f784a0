// SPDX-License-Identifier: Apache-2.0
// Structured logging: an event name and fields, through an interface that main hands in. What must never be a field:
// response URLs, tokens, secrets, whole events (Secret<T> does not convert to one).
#pragma once

#include <initializer_list>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace genesys_cfn {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct LogField {
  std::string name;
  std::variant<std::string, int64_t, bool> value;

  LogField(std::string_view field, std::string_view text) : name(field), value(std::string(text)) {}
  LogField(std::string_view field, const char* text) : LogField(field, std::string_view(text)) {}
  LogField(std::string_view field, int64_t number) : name(field), value(number) {}
  LogField(std::string_view field, int number) : name(field), value(static_cast<int64_t>(number)) {}
  LogField(std::string_view field, bool flag) : name(field), value(flag) {}
};

// Safe to use from several threads.
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void Log(LogLevel level, std::string_view event, std::vector<LogField> fields) = 0;

  void Info(std::string_view event, std::vector<LogField> fields = {}) {
    Log(LogLevel::kInfo, event, std::move(fields));
  }
  void Warning(std::string_view event, std::vector<LogField> fields = {}) {
    Log(LogLevel::kWarning, event, std::move(fields));
  }
  void LogError(std::string_view event, std::vector<LogField> fields = {}) {
    Log(LogLevel::kError, event, std::move(fields));
  }
};

// One JSON object a line: {"time":"...","level":"info","event":"...",...}: the form that CloudWatch Logs indexes.
class JsonLinesLogger final : public Logger {
 public:
  // Both must outlive the logger.
  JsonLinesLogger(std::ostream& out, const Clock& clock) : out_(out), clock_(clock) {}
  void Log(LogLevel level, std::string_view event, std::vector<LogField> fields) override;
  // A line of another form, without its line end, whole among the others.
  void WriteLine(std::string line);

 private:
  std::mutex mutex_;
  std::ostream& out_;
  const Clock& clock_;
};

class NullLogger final : public Logger {
 public:
  void Log(LogLevel /*level*/, std::string_view /*event*/, std::vector<LogField> /*fields*/) override {}
};

}  // namespace genesys_cfn
