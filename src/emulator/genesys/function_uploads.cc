// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/function_uploads.h"

#include <optional>

#include "base/text.h"
#include "emulator/genesys/digest.h"
#include "emulator/genesys/function_record.h"

namespace genesys_cfn::emulator {
namespace {

http::Response Refuse(int status, std::string_view code, std::string_view message) {
  return {status,
          {{"Content-Type", "application/xml"}},
          Concat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>", code, "</Code><Message>", message,
                 "</Message></Error>")};
}

// The status of a package that cannot be used; nullopt for a zip file, which begins with a local file header.
std::optional<std::string> ProblemOf(std::string_view package) {
  if (package.empty()) return "InvalidFile";
  if (!package.starts_with("PK\x03\x04")) return "InvalidFormat";
  return std::nullopt;
}

}  // namespace

http::Response FunctionUploads::Handle(const http::Request& request) {
  if (request.method != "PUT") return Refuse(405, "MethodNotAllowed", "The URL takes PUT only");
  if (!request.headers.Get("Content-Length").has_value()) {
    return Refuse(411, "MissingContentLength", "The Content-Length must be given");
  }
  if (request.headers.Get(kUploadHeader) != kUploadHeaderValue) {
    return Refuse(403, "AccessDenied", "There were headers present in the request which were not signed");
  }
  const std::string digest = SecretDigest("", http::PathOf(request.target).substr(kFunctionUploadPath.size()));
  const int64_t now = ToEpochMilliseconds(clock_.Now());
  const auto taken = database_.Run([&](Transaction& transaction) {
    const std::optional<std::string> problem = ProblemOf(request.body);
    const bool is_expected =
        transaction.Execute(
            "UPDATE genesys_function SET uploaded = ?, problem = ? WHERE token = ? AND expires > ? AND stage = 'draft'",
            now, problem, digest, now) > 0;
    if (!is_expected || problem.has_value()) return is_expected;
    Statement row = transaction.Query("SELECT action, zip_id FROM genesys_function WHERE token = ?", digest);
    if (row.Step()) KeepPackage(transaction, row.Text(0), row.Text(1), request.body);
    return true;
  });
  if (!taken.has_value()) return Refuse(500, "InternalError", "The package could not be stored");
  if (!*taken) return Refuse(403, "AccessDenied", "Request has expired");
  return {200, {}, ""};
}

}  // namespace genesys_cfn::emulator
