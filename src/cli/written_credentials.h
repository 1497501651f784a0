// SPDX-License-Identifier: Apache-2.0
// Credentials that stand in the clear in what a command writes. They are written all the same: a file must hold the
// whole action, and the next deployment would take away what it leaves out. So the command warns. Pure, but for Warn.
#pragma once

#include <string>
#include <vector>

#include "cli/renderer.h"
#include "json/value.h"
#include "lint/finding.h"

namespace genesys_cfn::cli {

// The file with the findings of GC021 alone.
lint::CheckedFile CredentialsIn(std::string path, std::string text);
// Without those whose value stands in `before`, the file's text until now.
lint::CheckedFile NewCredentialsIn(std::string path, const std::string& before, std::string after);

// A file's texts as they are shown in a diff: credentials are "***", and those of `now` that `before` has not are
// "*** (live)".
struct MaskedTexts {
  std::string before;
  std::string now;
};
MaskedTexts MaskCredentialsOf(const std::string& path, std::string before, std::string now);

// To standard error, as `validate` says it; nothing in JSON.
void Warn(Renderer& renderer, const std::vector<lint::CheckedFile>& files);
// For JSON: the findings as in `validate --format json`.
json::Array WarningsDocument(const std::vector<lint::CheckedFile>& files);

}  // namespace genesys_cfn::cli
