// SPDX-License-Identifier: Apache-2.0
// The code of functions: zip packages from S3 or from a request, unpacked once for each content, and local programs
// that stand for packages.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace genesys_cfn::emulator {

// Where packages are read from.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  // The object's bytes; `version` "" is the newest. kNotFound with S3's code and text, as Lambda quotes them:
  // "S3 Error Code: NoSuchKey. S3 Error Message: ...".
  virtual Result<std::string> ReadObject(std::string_view bucket, std::string_view key, std::string_view version) = 0;
};

struct ObjectLocation {
  std::string bucket;
  std::string key;
  std::string version;  // "": the newest
};

struct InstalledCode {
  std::string executable;  // path of the program that speaks the Runtime API
  std::string sha256;      // of the package, Base64; of a local program: of its path
  int64_t bytes = 0;       // of the package
};

struct FunctionCodeOptions {
  std::filesystem::path directory;  // packages are unpacked below it; "" when there are none
  // "bucket/key" -> a local program that stands for that package, or a directory with a program `bootstrap`.
  std::map<std::string, std::string> artifacts;
};

// Safe to use from several threads.
class FunctionCode {
 public:
  // Both must outlive this; without a reader only the artifacts are there.
  FunctionCode(FunctionCodeOptions options, ObjectReader* objects, Random* random)
      : options_(std::move(options)), objects_(objects), random_(random) {}

  // Errors are Lambda's texts with what is wrong behind them; kInvalidInput.
  [[nodiscard]] Result<InstalledCode> FromObject(const ObjectLocation& location) const;
  // The bytes of a zip archive with a program `bootstrap` at its top.
  [[nodiscard]] Result<InstalledCode> FromZip(std::string_view archive) const;
  [[nodiscard]] bool IsArtifact(const ObjectLocation& location) const;

  // Removes the unpacked packages of which none of these programs is part.
  void RemoveAllBut(const std::set<std::string>& executables) const;

 private:
  FunctionCodeOptions options_;
  ObjectReader* objects_;
  Random* random_;
};

}  // namespace genesys_cfn::emulator
