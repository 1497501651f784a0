// SPDX-License-Identifier: Apache-2.0
// The local S3 over arbitrary requests: "METHOD target", headers one a line, an empty line, the body. A known key has a
// wrong signature, so the requests name an unknown one, which is taken. Every answer must be one that can be sent.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "emulator/aws/s3_address.h"
#include "emulator/aws/s3_service.h"

namespace {

using namespace genesys_cfn;  // NOLINT(google-build-using-namespace)

std::string_view TakeLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

http::Request RequestOf(std::string_view text) {
  http::Request request;
  const std::string_view first = TakeLine(text);
  const size_t blank = first.find(' ');
  request.method = first.substr(0, blank);
  request.target = blank == std::string_view::npos ? "/" : first.substr(blank + 1);
  while (!text.empty()) {
    const std::string_view line = TakeLine(text);
    if (line.empty()) break;
    const size_t colon = line.find(':');
    if (colon != std::string_view::npos) request.headers.Add(line.substr(0, colon), Trim(line.substr(colon + 1)));
  }
  request.body = text;
  return request;
}

struct Cloud {
  Cloud() {
    http::Request make{"PUT", "", "/bucket", {}, ""};
    Sign(make);
    service.Handle(make);
  }
  static void Sign(http::Request& request) {
    if (request.headers.Get("Authorization")) return;
    request.headers.Set("Authorization",
                        "AWS4-HMAC-SHA256 Credential=ANY/20260102/us-east-1/s3/aws4_request, SignedHeaders=host, "
                        "Signature=00");
    if (!request.headers.Get("x-amz-content-sha256")) request.headers.Set("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  }

  SystemClock clock;
  SeededRandom random{1};
  std::unique_ptr<emulator::Database> database =
      emulator::Database::OpenInMemory(emulator::S3Service::Schema(), 1).value();
  emulator::S3Service service{
      {*database, clock, random},
      {},
      {aws::Credentials{"OWN", Secret<std::string>("secret"), std::nullopt}, emulator::AccessKeys::Others::kAccepted}};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Cloud cloud;
  http::Request request = RequestOf({reinterpret_cast<const char*>(data), size});
  emulator::IsUnsignedS3Request(request);
  const bool presigned =
      request.target.find("X-Amz-") != std::string::npos || request.target.find("AWSAccessKeyId") != std::string::npos;
  if (!presigned) Cloud::Sign(request);
  const http::Response response = cloud.service.Handle(request);
  if (response.status < 200 || response.status > 599 || response.status == 500) std::abort();
  for (const auto& [name, value] : response.headers.fields()) {
    if (value.find_first_of("\r\n") != std::string::npos && request.headers.Get(name) != value) std::abort();
  }
  return 0;
}
