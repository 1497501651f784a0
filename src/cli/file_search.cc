// SPDX-License-Identifier: Apache-2.0
#include "cli/file_search.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;

bool IsLeftOut(const fs::path& directory) {
  const std::string name = directory.filename().string();
  return name.starts_with('.') || name == "node_modules" || name == "cdk.out";
}

}  // namespace

Result<std::vector<std::string>> FindFiles(const std::string& directory,
                                           const std::function<bool(const fs::path&)>& is_wanted) {
  std::vector<std::string> found;
  std::vector<fs::path> directories = {directory};
  while (!directories.empty()) {
    const fs::path here = std::move(directories.back());
    directories.pop_back();
    std::error_code error;
    fs::directory_iterator at(here, error);
    for (; !error && at != fs::directory_iterator(); at.increment(error)) {
      std::error_code ignored;  // of a link that leads nowhere
      const bool is_directory = at->is_directory(ignored) && !at->is_symlink(ignored);
      if (is_directory && !IsLeftOut(at->path())) directories.push_back(at->path());
      if (at->is_regular_file(ignored) && is_wanted(at->path())) found.push_back(at->path().string());
    }
    if (error) return Error{ErrorCode::kIo, Concat("reading the directory ", here.string(), ": ", error.message())};
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace genesys_cfn::cli
