// SPDX-License-Identifier: Apache-2.0
// JSON, SARIF 2.1.0 (OASIS) and the XML of JUnit as build servers read it.
#include "base/encoding.h"
#include "base/text.h"
#include "json/write.h"
#include "lint/report.h"
#include "lint/rules.h"

namespace genesys_cfn::lint {
namespace {

std::string_view NameOf(Severity severity) {
  return severity == Severity::kError ? "error" : severity == Severity::kWarning ? "warning" : "note";
}

int64_t Number(size_t value) {
  return static_cast<int64_t>(value);
}

// Bytes that a URI cannot hold are encoded.
std::string Uri(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain =
        byte < 0x80 && (isalnum(byte) != 0 || std::string_view("-._~/+@,=!").find(c) != std::string_view::npos);
    if (is_plain) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return out;
}

json::Object Region(const CheckedFile& file, Range range) {
  const Place start = PlaceAt(file.text, range.begin);
  const Place end = PlaceAt(file.text, std::max(range.end, range.begin));
  return {{"startLine", Number(start.line)},
          {"startColumn", Number(start.column)},
          {"endLine", Number(end.line)},
          {"endColumn", Number(end.column)}};
}

json::Object SarifLocation(const CheckedFile& file, Range range) {
  return {{"physicalLocation",
           json::Object{{"artifactLocation", json::Object{{"uri", Uri(file.path)}}}, {"region", Region(file, range)}}}};
}

}  // namespace

json::Array FindingsDocument(const std::vector<CheckedFile>& files) {
  json::Array findings;
  for (const CheckedFile& file : files) {
    for (const Finding& finding : file.findings) {
      json::Object item{{"code", finding.code}, {"severity", NameOf(finding.severity)}, {"path", file.path}};
      for (auto& [name, value] : Region(file, finding.range)) item.Append(name, value);
      item.Append("message", finding.message);
      if (!finding.hint.empty()) item.Append("hint", finding.hint);
      json::Array related;
      for (const RelatedPlace& place : finding.related) {
        json::Object other = Region(file, place.range);
        other.Append("message", place.message);
        related.emplace_back(std::move(other));
      }
      if (!related.empty()) item.Append("related", std::move(related));
      findings.emplace_back(std::move(item));
    }
  }
  return findings;
}

std::string JsonReport(const std::vector<CheckedFile>& files) {
  json::Array checked;
  for (const CheckedFile& file : files) {
    if (file.kind == FileKind::kOther) continue;
    checked.emplace_back(
        json::Object{{"path", file.path}, {"kind", file.kind == FileKind::kTemplate ? "template" : "dataAction"}});
  }
  const Totals totals = Count(files);
  const json::Object document{{"files", std::move(checked)},
                              {"findings", FindingsDocument(files)},
                              {"errors", Number(totals.errors)},
                              {"warnings", Number(totals.warnings)},
                              {"notes", Number(totals.notes)}};
  return json::WritePretty(document) + "\n";
}

std::string JsonRule(const RuleInfo& rule, std::string_view page) {
  return json::WritePretty(json::Object{
             {"code", rule.code}, {"severity", NameOf(rule.severity)}, {"title", rule.title}, {"page", page}}) +
         "\n";
}

std::string SarifReport(const std::vector<CheckedFile>& files) {
  json::Array rules;
  std::vector<std::string_view> codes;
  for (const RuleInfo& rule : AllRules()) {
    codes.push_back(rule.code);
    rules.emplace_back(json::Object{{"id", rule.code},
                                    {"shortDescription", json::Object{{"text", rule.title}}},
                                    {"defaultConfiguration", json::Object{{"level", NameOf(rule.severity)}}}});
  }
  json::Array results;
  for (const CheckedFile& file : files) {
    for (const Finding& finding : file.findings) {
      const auto index = std::find(codes.begin(), codes.end(), finding.code) - codes.begin();
      const std::string text = finding.hint.empty() ? finding.message : Concat(finding.message, "\n", finding.hint);
      json::Object result{{"ruleId", finding.code},
                          {"ruleIndex", static_cast<int64_t>(index)},
                          {"level", NameOf(finding.severity)},
                          {"message", json::Object{{"text", text}}},
                          {"locations", json::Array{SarifLocation(file, finding.range)}}};
      json::Array related;
      for (const RelatedPlace& place : finding.related) {
        json::Object location = SarifLocation(file, place.range);
        location.Append("message", json::Object{{"text", place.message}});
        related.emplace_back(std::move(location));
      }
      if (!related.empty()) result.Append("relatedLocations", std::move(related));
      results.emplace_back(std::move(result));
    }
  }
  const json::Object driver{{"name", "genesys-cfn"}, {"version", GENESYS_CFN_VERSION}, {"rules", std::move(rules)}};
  const json::Object run{
      {"tool", json::Object{{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  const json::Object document{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", json::Array{run}}};
  return json::WritePretty(document) + "\n";
}

std::string JunitReport(const std::vector<CheckedFile>& files) {
  const Totals totals = Count(files);
  std::string cases;
  size_t failed = 0;
  for (const CheckedFile& file : files) {
    if (file.kind == FileKind::kOther && file.findings.empty()) continue;
    const bool has_error = std::any_of(file.findings.begin(), file.findings.end(),
                                       [](const Finding& finding) { return finding.severity == Severity::kError; });
    if (has_error) ++failed;
    std::string text;
    for (const Finding& finding : file.findings) {
      const Place place = PlaceAt(file.text, finding.range.begin);
      text += Concat(file.path, ":", place.line, ":", place.column, ": ", NameOf(finding.severity), "[", finding.code,
                     "]: ", finding.message, "\n");
    }
    const std::string_view element = has_error ? "failure" : "system-out";
    cases += Concat("  <testcase classname=\"genesys-cfn.validate\" name=\"", EscapeXml(file.path), "\"");
    cases += text.empty() ? "/>\n"
                          : Concat(">\n    <", element, has_error ? " message=\"it has errors\"" : "", ">",
                                   EscapeXml(text), "</", element, ">\n  </testcase>\n");
  }
  return Concat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"genesys-cfn validate\" tests=\"",
                totals.files, "\" failures=\"", failed, "\" errors=\"0\">\n", cases, "</testsuite>\n");
}

}  // namespace genesys_cfn::lint
