// SPDX-License-Identifier: Apache-2.0
// Answers of the Query API as STS and IAM give them (aws-protocols.md 3.3). Internal to this folder.
#pragma once

#include <string>
#include <string_view>

#include "aws/service_call.h"
#include "aws/xml_document.h"

namespace genesys_cfn::aws {

// Of <ErrorResponse><Error>; empty for anything else.
ServiceError ReadQueryError(const http::Response& response);

// The element <ACTIONResult>. kUnavailable that names `service`, without a word of the answer, which may hold a secret.
Result<XmlElement> ReadQueryResult(const std::string& body, std::string_view action, std::string_view service);
Error UnusableQueryAnswer(std::string_view service);

}  // namespace genesys_cfn::aws
