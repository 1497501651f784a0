// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/answer_sink.h"

#include <optional>

#include "base/text.h"
#include "emulator/cloudformation/response_url.h"
#include "emulator/cloudformation/xml_writer.h"

namespace genesys_cfn::emulator {
namespace {

http::Response S3Error(int status, std::string_view code, std::string_view message) {
  XmlWriter xml;
  xml.Open("Error").Element("Code", code).Element("Message", message);
  http::Response response;
  response.status = status;
  response.headers.Add("Content-Type", "application/xml");
  response.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml.Finish();
  return response;
}

// What S3 would refuse; nullopt when there is nothing to complain of.
std::optional<http::Response> CheckForm(const http::Request& request) {
  if (request.method != "PUT") {
    return S3Error(403, "SignatureDoesNotMatch", "The URL was signed for the method PUT.");
  }
  if (request.headers.Get("Transfer-Encoding").has_value()) {
    return S3Error(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
  }
  const auto length = request.headers.Get("Content-Length");
  if (!length.has_value()) {
    return S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  if (ParseInteger<size_t>(*length) != request.body.size()) {
    return S3Error(400, "IncompleteBody",
                   "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }
  if (!request.headers.Get("Content-Type").value_or("").empty()) {
    return S3Error(
        403, "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided: Content-Type must be "
        "empty or absent.");
  }
  return std::nullopt;
}

}  // namespace

bool AnswerSink::Serves(std::string_view target) {
  return target.starts_with(kResponsePathPrefix);
}

http::Response AnswerSink::Handle(const http::Request& request) {
  if (auto refused = CheckForm(request)) return *refused;
  const auto request_id = VerifyResponseTarget(request.target, engine_.url_key(), clock_.Now());
  if (!request_id.has_value()) {
    const bool expired = request_id.error().code == ErrorCode::kDeadlineExceeded;
    logger_.Warning("custom_resource_answer_refused", {{"why", expired ? "expired URL" : "altered URL"}});
    return S3Error(403, expired ? "AccessDenied" : "SignatureDoesNotMatch", request_id.error().message);
  }
  const auto taken = engine_.OnAnswer(*request_id, request.body);
  if (!taken.has_value()) {
    logger_.LogError("custom_resource_answer_not_stored",
                     {{"request_id", *request_id}, {"error", taken.error().message}});
    return S3Error(500, "InternalError", "We encountered an internal error. Please try again.");
  }
  http::Response response;
  response.status = 200;
  return response;
}

}  // namespace genesys_cfn::emulator
