// SPDX-License-Identifier: Apache-2.0
#include "cli/template_file.h"

#include "base/files.h"

namespace genesys_cfn::cli {

Result<std::optional<TemplateFile>> ReadTemplate(CommandContext& context, const std::string& path) {
  TRY_ASSIGN(std::string text, ReadFile(path));
  cloudformation::LoadResult loaded = cloudformation::LoadTemplate(text);
  if (loaded.value) return std::optional<TemplateFile>(TemplateFile{std::move(text), std::move(*loaded.value)});
  std::vector<std::string> lines;
  for (const cloudformation::Diagnostic& diagnostic : loaded.diagnostics) {
    lines.push_back(cloudformation::FormatDiagnostic(path, diagnostic));
  }
  context.renderer.Failures(lines);
  return std::optional<TemplateFile>();
}

}  // namespace genesys_cfn::cli
