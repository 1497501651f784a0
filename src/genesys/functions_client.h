// SPDX-License-Identifier: Apache-2.0
// The functions behind actions of function integrations (genesys-cloud-api.md 2.1-2.3, 3.2): one method a call.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "genesys/session.h"

namespace genesys_cfn::genesys {

struct FunctionSettings {
  std::string handler;  // "src/index.handler"
  std::string runtime;  // "nodejs22.x"
  std::string description;
  int64_t timeout_seconds = 15;

  friend bool operator==(const FunctionSettings&, const FunctionSettings&) = default;
};

// FunctionConfig. Texts that the answer lacks are empty.
struct Function {
  std::optional<FunctionSettings> settings;
  std::string zip_id;      // once the package can be used
  std::string zip_name;    // as it was uploaded
  std::string zip_status;  // "Available", "Invalid", ...
  std::string zip_error;
};

struct FunctionRuntime {
  std::string name;
  std::string status;  // "Available", "Deprecated", "Unavailable"
};

// Whoever has the URL can put a package there.
struct UploadTarget {
  Secret<std::string> url;
  std::vector<std::pair<std::string, std::string>> headers;  // all of them belong to the PUT
};

// Errors carry the text of genesys/api_error.h. Not thread-safe.
class FunctionsClient {
 public:
  explicit FunctionsClient(Session& session) : session_(session) {}

  Result<std::vector<FunctionRuntime>> Runtimes();
  // Of the published action; nullopt when it is gone or has none.
  Result<std::optional<Function>> Read(std::string_view action_id);
  Result<std::optional<Function>> ReadDraft(std::string_view action_id);
  // `file_name`: letters, digits and + - _ . ' ( ).
  Result<UploadTarget> RequestUpload(std::string_view action_id, std::string_view file_name, const Permit& permit = {});
  // For the draft, whose package `zip_id` names.
  Result<void> PutSettings(std::string_view action_id, const FunctionSettings& settings, std::string_view zip_id,
                           const Permit& permit = {});

 private:
  Result<std::optional<Function>> ReadAt(std::string_view action_id, std::string_view rest);

  Session& session_;
};

}  // namespace genesys_cfn::genesys
