// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/function_code.h"

#include <system_error>
#include <vector>

#include "aws/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "emulator/lambda/directory_once.h"
#include "emulator/lambda/zip_archive.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kProgram = "bootstrap";

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

Error CannotUnzip(std::string_view why) {
  return Invalid(
      Concat("Could not unzip uploaded file. Please check your file, then try to upload again. (", why, ")"));
}

}  // namespace

bool FunctionCode::IsArtifact(const ObjectLocation& location) const {
  return options_.artifacts.contains(Concat(location.bucket, "/", location.key));
}

Result<InstalledCode> FunctionCode::FromObject(const ObjectLocation& location) const {
  const auto artifact = options_.artifacts.find(Concat(location.bucket, "/", location.key));
  if (artifact != options_.artifacts.end()) {
    std::filesystem::path program = artifact->second;
    std::error_code error;
    if (std::filesystem::is_directory(program, error)) program /= kProgram;
    return InstalledCode{program.native(), Base64Encode(aws::Sha256(program.native())), 0};
  }
  if (objects_ == nullptr) {
    std::vector<std::string> known;
    for (const auto& [name, path] : options_.artifacts) known.push_back("s3://" + name);
    return Invalid(Concat("Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: s3://",
                          location.bucket, "/", location.key, " is not known to the local cloud, which has ",
                          known.empty() ? std::string("none") : Join(known, ", "), "."));
  }
  const auto archive = objects_->ReadObject(location.bucket, location.key, location.version);
  if (archive.has_value()) return FromZip(*archive);
  if (archive.error().code != ErrorCode::kNotFound) return archive.error();
  return Invalid(Concat("Error occurred while GetObject. ", archive.error().message));
}

Result<InstalledCode> FunctionCode::FromZip(std::string_view archive) const {
  if (options_.directory.empty() || random_ == nullptr) return Invalid("The local Lambda takes no packages here.");
  const std::string digest = aws::Sha256(archive);
  const std::filesystem::path place = options_.directory / HexEncode(digest);
  const InstalledCode code{(place / kProgram).native(), Base64Encode(digest), static_cast<int64_t>(archive.size())};
  const Result<void> made = MakeDirectoryOnce(place, *random_, [&](const std::filesystem::path& directory) {
    Result<void> unpacked = UnpackZip(archive, directory);
    std::error_code ignored;
    if (unpacked.has_value() && !std::filesystem::is_regular_file(directory / kProgram, ignored)) {
      unpacked = Invalid("it has no file bootstrap at its top, which the runtimes provided.* start");
    }
    return unpacked;
  });
  if (made.has_value()) return code;
  return made.error().code == ErrorCode::kIo ? made.error() : CannotUnzip(made.error().message);
}

void FunctionCode::RemoveAllBut(const std::set<std::string>& executables) const {
  if (options_.directory.empty()) return;
  std::set<std::filesystem::path> kept;
  for (const std::string& executable : executables) {
    kept.insert(std::filesystem::path(executable).parent_path().lexically_normal());
  }
  std::error_code error;
  std::vector<std::filesystem::path> gone;
  for (const auto& entry : std::filesystem::directory_iterator(options_.directory, error)) {
    if (!kept.contains(std::filesystem::absolute(entry.path(), error).lexically_normal())) gone.push_back(entry.path());
  }
  for (const auto& path : gone) std::filesystem::remove_all(path, error);
}

}  // namespace genesys_cfn::emulator
