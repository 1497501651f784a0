// SPDX-License-Identifier: Apache-2.0
#include "cli/renderer.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "cli/columns.h"
#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kYellow = "\x1b[33m";
constexpr std::string_view kReset = "\x1b[0m";

std::string_view ColourOf(std::string_view status) {
  if (status.ends_with("_FAILED") || status.find("ROLLBACK") != std::string_view::npos) return kRed;
  if (status.ends_with("_COMPLETE")) return kGreen;
  if (status.ends_with("_IN_PROGRESS")) return kYellow;
  return {};
}

// Control characters made visible: names come from other people and must not steer the terminal.
std::string Visible(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7f ? Concat("\\x", HexEncode(std::string_view(&c, 1))) : std::string(1, c);
  }
  return out;
}

// "2026-01-02T03:04:05.678Z" to "03:04:05".
std::string_view TimeOfDay(std::string_view timestamp) {
  return timestamp.size() >= 19 ? timestamp.substr(11, 8) : timestamp;
}

}  // namespace

std::string Renderer::Coloured(std::string_view status, std::string_view padded) const {
  const std::string_view colour = colour_ == Colour::kOn ? ColourOf(status) : std::string_view();
  return colour.empty() ? std::string(padded) : Concat(colour, padded, kReset);
}

void Renderer::Line(std::string_view text) {
  if (!json()) out_ << text << '\n' << std::flush;
}

void Renderer::Line(std::string_view text, Tone tone) {
  std::string_view colour;
  if (tone == Tone::kAdded) colour = kGreen;
  if (tone == Tone::kChanged) colour = kYellow;
  if (tone == Tone::kRemoved) colour = kRed;
  const std::string shown = Visible(text);
  Line(colour_ == Colour::kOn && !colour.empty() ? Concat(colour, shown, kReset) : shown);
}

void Renderer::Event(const aws::StackEvent& event) {
  std::string line = Concat(TimeOfDay(event.timestamp), "  ", Padded(Visible(event.logical_id), 20), "  ",
                            Coloured(event.status, Padded(event.status, event.reason.empty() ? 0 : 19)));
  if (!event.reason.empty()) line += Concat("  ", Visible(event.reason));
  Line(line);
}

void Renderer::LogLine(std::string_view time, std::string_view function, std::string_view text) {
  Line(Concat(time, "  ", function, "  ", Visible(text)));
}

void Renderer::Table(const std::vector<std::string>& header, std::vector<std::vector<std::string>> rows) {
  if (json()) return;
  for (auto& row : rows) {
    for (std::string& cell : row) cell = Visible(cell);
  }
  std::vector<size_t> widths;
  for (const std::string& cell : header) widths.push_back(ColumnsOf(cell));
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], ColumnsOf(row[i]));
  }
  const auto print = [&](const std::vector<std::string>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      line += Coloured(row[i], last ? row[i] : Padded(row[i], widths[i]));
      if (!last) line += "  ";
    }
    Line(line);
  };
  print(header);
  for (const auto& row : rows) print(row);
}

void Renderer::Document(const json::Value& document) {
  if (json()) out_ << json::WritePretty(document) << '\n' << std::flush;
}

void Renderer::Failure(const Error& error) {
  if (json()) {
    const json::Object details{{"code", ToString(error.code)}, {"message", error.message}};
    err_ << json::WritePretty(json::Object{{"error", details}}) << '\n' << std::flush;
  } else {
    err_ << Coloured("_FAILED", "error:") << ' ' << Visible(error.message) << '\n' << std::flush;
  }
}

void Renderer::Warnings(std::string_view lines) {
  if (!json()) err_ << lines << std::flush;
}

void Renderer::Failures(const std::vector<std::string>& lines) {
  if (!json()) {
    for (const std::string& line : lines) err_ << line << '\n';
    err_ << std::flush;
    return;
  }
  json::Array messages;
  for (const std::string& line : lines) messages.emplace_back(line);
  const json::Object details{{"code", ToString(ErrorCode::kInvalidInput)}, {"messages", messages}};
  err_ << json::WritePretty(json::Object{{"error", details}}) << '\n' << std::flush;
}

void Renderer::Errors(const std::vector<std::string>& messages) {
  if (messages.empty()) return;
  if (json()) return Failures(messages);
  for (const std::string& message : messages) Failure({ErrorCode::kInvalidInput, message});
}

json::Value EventDocument(const aws::StackEvent& event) {
  return json::Object{{"time", event.timestamp},     {"logicalId", event.logical_id}, {"physicalId", event.physical_id},
                      {"type", event.resource_type}, {"status", event.status},        {"reason", event.reason}};
}

json::Value EventsDocument(const std::vector<aws::StackEvent>& events) {
  json::Array array;
  for (const aws::StackEvent& event : events) array.push_back(EventDocument(event));
  return array;
}

json::Value OutputsDocument(const std::vector<aws::StackOutput>& outputs) {
  json::Object object;
  for (const aws::StackOutput& output : outputs) object.Set(output.key, output.value);
  return object;
}

}  // namespace genesys_cfn::cli
