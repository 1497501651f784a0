// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_service.h"

#include <optional>
#include <utility>
#include <variant>

#include "base/text.h"
#include "emulator/aws/multipart_store.h"
#include "emulator/aws/s3_address.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/s3_authentication.h"
#include "emulator/aws/s3_body.h"
#include "emulator/aws/s3_operations.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

// Every answer names its request; an error does in its text, too.
void Identify(http::Response& response, const std::string& request_id) {
  constexpr std::string_view kEnd = "</Error>";
  response.headers.Add("x-amz-request-id", request_id);
  response.headers.Add("x-amz-id-2", request_id);
  if (response.status < 400 || !response.body.ends_with(kEnd)) return;
  response.body.resize(response.body.size() - kEnd.size());
  response.body += Concat(XmlElementOf("RequestId", request_id), XmlElementOf("HostId", request_id), kEnd);
}

}  // namespace

S3Service::S3Service(Parts parts, CloudIdentity identity, AccessKeys keys)
    : parts_(parts), identity_(std::move(identity)), keys_(std::move(keys)) {}

std::string S3Service::Schema() {
  return Concat(ObjectStore::Schema(), MultipartStore::Schema());
}

http::Response S3Service::Handle(const http::Request& request) {
  http::Response response = Respond(request);
  Identify(response, RandomUuid(parts_.random));
  return response;
}

http::Response S3Service::Respond(const http::Request& request) {
  auto authenticated = AuthenticateS3(request, identity_.region, keys_, parts_.clock.Now());
  if (auto* refused = std::get_if<http::Response>(&authenticated)) return std::move(*refused);
  const auto& signature = std::get<S3Signature>(authenticated);
  auto address = ParseS3Address(request);
  if (!address) return S3Error(400, "InvalidURI", "Couldn't parse the specified URI.");
  std::optional<http::Request> rewritten;
  if (signature.is_presigned) rewritten = WithoutSignatureParameters(request);
  const http::Request& plain = rewritten ? *rewritten : request;
  auto body = ReadS3Body(plain, signature);
  if (auto* refused = std::get_if<http::Response>(&body)) return std::move(*refused);
  auto& [payload, checksums] = std::get<S3Body>(body);
  return Call({plain.method, std::move(address->bucket), std::move(address->key),
               http::ParseQuery(http::QueryOf(plain.target)), plain.headers, std::move(payload), checksums});
}

http::Response S3Service::Call(const S3Call& call) {
  auto response = parts_.database.Run([&](Transaction& transaction) {
    return CallS3(call, {transaction, identity_, parts_.clock.Now(), parts_.random});
  });
  if (!response) return S3Error(500, "InternalError", response.error().message);
  return *std::move(response);
}

}  // namespace genesys_cfn::emulator
