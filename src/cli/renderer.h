// SPDX-License-Identifier: Apache-2.0
// How results look: tables and coloured statuses for people, one JSON document for programs (docs/cli.md has its
// shapes).
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "base/result.h"
#include "cli/command_line.h"
#include "cli/tone.h"
#include "json/value.h"

namespace genesys_cfn::cli {

class Renderer {
 public:
  enum class Colour { kOff, kOn };
  Renderer(std::ostream& out, std::ostream& err, OutputFormat format, Colour colour)
      : out_(out), err_(err), format_(format), colour_(colour) {}

  [[nodiscard]] bool json() const { return format_ == OutputFormat::kJson; }

  // A line for people; nothing in JSON.
  void Line(std::string_view text);
  void Line(std::string_view text, Tone tone);
  // One event as it happens: time, logical id, status, reason; nothing in JSON.
  void Event(const aws::StackEvent& event);
  // A line that a function wrote; nothing in JSON.
  void LogLine(std::string_view time, std::string_view function, std::string_view text);
  // Columns aligned to their widest cell; nothing in JSON. A cell that looks like a status is coloured, control
  // characters are shown as \xNN.
  void Table(const std::vector<std::string>& header, std::vector<std::vector<std::string>> rows);
  // The result document; nothing in text.
  void Document(const json::Value& document);
  // To standard error: "error: message", or {"error": {...}}.
  void Failure(const Error& error);
  // Whole lines to standard error that stop nothing; nothing in JSON, where they belong into the document.
  void Warnings(std::string_view lines);
  // Lines that are complete messages already (template diagnostics).
  void Failures(const std::vector<std::string>& lines);
  // Several errors: text has "error:" before each.
  void Errors(const std::vector<std::string>& messages);

 private:
  [[nodiscard]] std::string Coloured(std::string_view status, std::string_view padded) const;

  std::ostream& out_;
  std::ostream& err_;
  OutputFormat format_;
  Colour colour_;
};

// JSON of the shapes in docs/cli.md.
json::Value EventDocument(const aws::StackEvent& event);
json::Value EventsDocument(const std::vector<aws::StackEvent>& events);
json::Value OutputsDocument(const std::vector<aws::StackOutput>& outputs);

}  // namespace genesys_cfn::cli
