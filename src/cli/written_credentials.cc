// SPDX-License-Identifier: Apache-2.0
#include "cli/written_credentials.h"

#include <algorithm>
#include <set>

#include "lint/report.h"
#include "lint/validate.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kRule = "GC021";

std::string ValueOf(const lint::CheckedFile& file, const lint::Finding& finding) {
  return file.text.substr(finding.range.begin, finding.range.end - finding.range.begin);
}

std::set<std::string> ValuesIn(const lint::CheckedFile& file) {
  std::set<std::string> values;
  for (const lint::Finding& finding : file.findings) values.insert(ValueOf(file, finding));
  return values;
}

std::string Masked(const lint::CheckedFile& file, const std::set<std::string>& known) {
  std::string masked;
  size_t at = 0;
  for (const lint::Finding& finding : file.findings) {
    if (finding.range.begin < at) continue;
    masked += file.text.substr(at, finding.range.begin - at);
    masked += known.contains(ValueOf(file, finding)) ? "***" : "*** (live)";
    at = finding.range.end;
  }
  return masked + file.text.substr(at);
}

}  // namespace

lint::CheckedFile CredentialsIn(std::string path, std::string text) {
  lint::CheckedFile file = lint::Validate(std::move(path), std::move(text), lint::Origin::kNamed);
  std::erase_if(file.findings, [](const lint::Finding& finding) { return finding.code != kRule; });
  return file;
}

lint::CheckedFile NewCredentialsIn(std::string path, const std::string& before, std::string after) {
  const std::set<std::string> known = ValuesIn(CredentialsIn(path, before));
  lint::CheckedFile file = CredentialsIn(std::move(path), std::move(after));
  std::erase_if(file.findings, [&](const lint::Finding& finding) { return known.contains(ValueOf(file, finding)); });
  return file;
}

MaskedTexts MaskCredentialsOf(const std::string& path, std::string before, std::string now) {
  const lint::CheckedFile old_file = CredentialsIn(path, std::move(before));
  const std::set<std::string> known = ValuesIn(old_file);
  return {Masked(old_file, known), Masked(CredentialsIn(path, std::move(now)), known)};
}

void Warn(Renderer& renderer, const std::vector<lint::CheckedFile>& files) {
  renderer.Warnings(lint::DiagnosticText(files, lint::Colour::kOff));
}

json::Array WarningsDocument(const std::vector<lint::CheckedFile>& files) {
  return lint::FindingsDocument(files);
}

}  // namespace genesys_cfn::cli
