// SPDX-License-Identifier: Apache-2.0
// A template that a command was given the path of.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "cli/commands.h"
#include "template/template.h"

namespace genesys_cfn::cli {

struct TemplateFile {
  std::string text;
  cloudformation::Template loaded;
};

// The template, when nothing is wrong with it that can be seen without parameter values; else its diagnostics are shown
// and the result is nullopt. Errors: of ReadFile.
Result<std::optional<TemplateFile>> ReadTemplate(CommandContext& context, const std::string& path);

}  // namespace genesys_cfn::cli
