// SPDX-License-Identifier: Apache-2.0
#include "cli/access_key.h"

#include <algorithm>
#include <string>

#include "base/files.h"
#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kMaxSecretFileBytes = 4096;
constexpr size_t kMinIdLength = 16;
constexpr size_t kMaxIdLength = 128;

bool IsKeyId(const std::string& id) {
  return id.size() >= kMinIdLength && id.size() <= kMaxIdLength && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

Result<std::string> ReadSecret(const CommandLine& line, const Environment& environment) {
  if (line.secret_key_file.empty()) return environment.GetOr("GENESYS_CFN_SECRET_ACCESS_KEY", "");
  TRY_ASSIGN(const std::string text, ReadFile(line.secret_key_file, kMaxSecretFileBytes));
  return std::string(Trim(text));
}

}  // namespace

Result<std::optional<aws::Credentials>> ConfiguredAccessKey(const CommandLine& line, const Environment& environment) {
  if (line.access_key_id.empty()) {
    if (line.secret_key_file.empty()) return std::optional<aws::Credentials>();
    return Error{ErrorCode::kInvalidInput,
                 "--secret-key-file (GENESYS_CFN_SECRET_KEY_FILE) is given without the id that it belongs to: add "
                 "--access-key ID"};
  }
  if (!IsKeyId(line.access_key_id)) {
    return Error{ErrorCode::kInvalidInput,
                 Concat("--access-key: \"", line.access_key_id,
                        "\" cannot be the id of an access key, which has 16 to 128 letters, digits and underscores")};
  }
  TRY_ASSIGN(std::string secret, ReadSecret(line, environment));
  if (secret.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 Concat("the access key ", line.access_key_id,
                        " has no secret: set GENESYS_CFN_SECRET_ACCESS_KEY, or name a file with --secret-key-file")};
  }
  return std::optional(aws::Credentials{line.access_key_id, Secret<std::string>(std::move(secret)), std::nullopt});
}

}  // namespace genesys_cfn::cli
