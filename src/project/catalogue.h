// SPDX-License-Identifier: Apache-2.0
// Small working projects to begin with: the files of the repository's folder `catalogue`, which are a part of the
// program. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "project/file.h"

namespace genesys_cfn::project {

struct Starter {
  std::string_view kind;   // "rest"
  std::string_view about;  // the description of its template
};

// Ordered by kind.
std::vector<Starter> Starters();
// The files of a new project named `name`, ordered by path; nullopt for a kind that there is not.
std::optional<std::vector<File>> StarterFiles(std::string_view kind, std::string_view name);

// As they stand in the catalogue, ordered by kind and path (generated).
struct CatalogueFile {
  std::string_view kind;
  std::string_view path;
  std::string_view text;
};
std::span<const CatalogueFile> CatalogueFiles();
std::string_view CatalogueGitignore();

}  // namespace genesys_cfn::project
