// SPDX-License-Identifier: Apache-2.0
#include "project/catalogue.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::project {
namespace {

constexpr std::string_view kDescription = "\nDescription: ";

std::string_view DescriptionOf(std::string_view template_text) {
  const size_t begin = template_text.find(kDescription) + kDescription.size();
  return template_text.substr(begin, template_text.find('\n', begin) - begin);
}

}  // namespace

std::vector<Starter> Starters() {
  std::vector<Starter> starters;
  for (const CatalogueFile& file : CatalogueFiles()) {
    if (file.path == "template.yaml") starters.push_back({file.kind, DescriptionOf(file.text)});
  }
  return starters;
}

std::optional<std::vector<File>> StarterFiles(std::string_view kind, std::string_view name) {
  std::vector<File> files{{".gitignore", std::string(CatalogueGitignore())}};
  for (const CatalogueFile& file : CatalogueFiles()) {
    if (file.kind == kind) files.push_back({std::string(file.path), ReplaceAll(file.text, "{{name}}", name)});
  }
  if (files.size() == 1) return std::nullopt;
  return files;
}

}  // namespace genesys_cfn::project
