// SPDX-License-Identifier: Apache-2.0
#include "aws/query_answer.h"

#include <utility>

#include "base/text.h"

namespace genesys_cfn::aws {

ServiceError ReadQueryError(const http::Response& response) {
  const auto root = ParseXml(response.body);
  const XmlElement* error = root ? root->Find("Error") : nullptr;
  if (error == nullptr) return {};
  return {std::string(Trim(error->TextOf("Code"))), std::string(Trim(error->TextOf("Message")))};
}

Error UnusableQueryAnswer(std::string_view service) {
  return {ErrorCode::kUnavailable, Concat("the answer of ", service, " cannot be used; is the endpoint right?")};
}

Result<XmlElement> ReadQueryResult(const std::string& body, std::string_view action, std::string_view service) {
  auto root = ParseXml(body);
  if (!root) return UnusableQueryAnswer(service);
  for (XmlElement& child : root->children) {
    if (child.name == Concat(action, "Result")) return std::move(child);
  }
  return UnusableQueryAnswer(service);
}

}  // namespace genesys_cfn::aws
