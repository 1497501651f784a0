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
  std::error_code error;
  std::vector<std::string> found;
  auto at = fs::recursive_directory_iterator(directory, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->is_directory(error) && IsLeftOut(at->path())) at.disable_recursion_pending();
    if (at->is_regular_file(error) && is_wanted(at->path())) found.push_back(at->path().string());
  }
  if (error) return Error{ErrorCode::kIo, Concat("reading the directory ", directory, ": ", error.message())};
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace genesys_cfn::cli
