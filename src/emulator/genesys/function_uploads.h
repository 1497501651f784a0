// SPDX-License-Identifier: Apache-2.0
// Where the packages of functions are put: the URL that RequestFunctionUpload gave out, which needs no token of the API
// and works until it expires. On the platform it is S3's.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "emulator/store/database.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

inline constexpr std::string_view kFunctionUploadPath = "/genesys-function-upload/";
// The header that a PUT must have, as the answer that named the URL says.
inline constexpr std::string_view kUploadHeader = "x-amz-tagging";
inline constexpr std::string_view kUploadHeaderValue = "service=genesys-functions";

class FunctionUploads final : public http::Handler {
 public:
  // Both must outlive this.
  FunctionUploads(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  static bool Serves(std::string_view path) { return path.starts_with(kFunctionUploadPath); }
  // 200 for a PUT; 403 for a URL that is unknown or has expired and for a missing header; 405, 411 otherwise. A body
  // that is no zip file is taken, and the package is InvalidFormat from then on.
  http::Response Handle(const http::Request& request) override;

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace genesys_cfn::emulator
