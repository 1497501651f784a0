// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_answers.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";
constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view kDateForm = "Fri, 02 Jan 2026 03:04:05 GMT";

}  // namespace

http::Response S3Xml(int status, std::string_view body) {
  return {status, {{"Content-Type", "application/xml"}}, Concat(kXmlHead, body)};
}

http::Response S3Document(std::string_view root, std::string_view content) {
  return S3Xml(200, Concat('<', root, " xmlns=\"", kNamespace, "\">", content, "</", root, '>'));
}

http::Response S3Error(int status, std::string_view code, std::string_view message, std::string_view more) {
  return S3Xml(status,
               Concat("<Error>", XmlElementOf("Code", code), XmlElementOf("Message", message), more, "</Error>"));
}

http::Response S3NotImplemented(std::string_view what) {
  return S3Error(501, "NotImplemented", Concat("The local S3 does not offer ", what, "."));
}

http::Response S3MethodNotAllowed() {
  return S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
}

http::Response S3NoSuchBucket(std::string_view bucket) {
  return S3Error(404, "NoSuchBucket", "The specified bucket does not exist", XmlElementOf("BucketName", bucket));
}

http::Response S3NoSuchKey(std::string_view key) {
  return S3Error(404, "NoSuchKey", "The specified key does not exist.", XmlElementOf("Key", key));
}

http::Response S3MalformedXml() {
  return S3Error(400, "MalformedXML",
                 "The XML you provided was not well-formed or did not validate against our published schema");
}

std::string HttpDate(int64_t milliseconds) {
  const WallTime time = FromEpochMilliseconds(milliseconds);
  const std::string iso = FormatIso8601(time);  // "2026-01-02T03:04:05..."
  const auto day = std::chrono::weekday(std::chrono::floor<std::chrono::days>(time)).c_encoding();
  const auto month = ParseInteger<size_t>(std::string_view(iso).substr(5, 2)).value_or(1);
  return Concat(kDays[day], ", ", iso.substr(8, 2), " ", kMonths[month - 1], " ", iso.substr(0, 4), " ",
                iso.substr(11, 8), " GMT");
}

std::optional<WallTime> ParseHttpDate(std::string_view text) {
  if (text.size() != kDateForm.size() || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  if (month == kMonths.end()) return std::nullopt;
  const std::string number = std::to_string(101 + (month - kMonths.begin())).substr(1);
  return ParseIso8601(Concat(text.substr(12, 4), '-', number, '-', text.substr(5, 2), 'T', text.substr(17, 8), 'Z'));
}

}  // namespace genesys_cfn::emulator
