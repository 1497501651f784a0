// SPDX-License-Identifier: Apache-2.0
// What the Lambda API says about functions, and how it says that something is wrong.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "emulator/lambda/function_registry.h"
#include "emulator/lambda/function_store.h"
#include "http/message.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

json::Object FunctionDocument(const FunctionConfiguration& function, std::string_view arn);
json::Object EventInvokeDocument(const FunctionConfiguration& function, std::string_view arn);

http::Response LambdaAnswer(int status, const json::Object& body);
// `reason` "" for none.
http::Response LambdaError(int status, std::string_view type, std::string_view message, std::string_view reason = {});
// By the error's code: kNotFound is ResourceNotFoundException, kInvalidInput InvalidParameterValueException,
// kRateLimited TooManyRequestsException; anything else ServiceException.
http::Response LambdaError(const Error& error);

}  // namespace genesys_cfn::emulator
