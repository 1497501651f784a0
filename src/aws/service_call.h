// SPDX-License-Identifier: Apache-2.0
// One signed call to an AWS service, repeated as docs/failures.md says. Internal to this folder: what the clients of
// Secrets Manager, Parameter Store and S3 have in common.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "aws/sigv4.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

enum class Retry {
  kNever,
  kWhileRoleSettles,  // up to 20 s: a role that was made seconds ago looks as if it had no rights
  kUntilDeadline,
};

struct Failure {
  Error error;
  Retry retry = Retry::kNever;
  std::optional<int> retry_after_seconds;
};

// What a service calls an error, and what it means here.
struct KnownError {
  std::string_view name;
  ErrorCode code;
  Retry retry;
  std::string_view advice;
};

// An error as the service states it.
struct ServiceError {
  std::string name;  // without namespace and URI; "" when the answer has none
  std::string message;
};
// Of the JSON protocols (aws-protocols.md 3.3).
ServiceError ReadJsonError(const http::Response& response);

// The meaning of an answer that is no success: the service's `own` names first, then those that all services share
// (credentials, throttling), then the status. `denied_advice` says which permission a 403 lacks.
Failure FailureOf(const http::Response& response, const ServiceError& service, std::span<const KnownError> own,
                  std::string_view denied_advice);

enum class Signed { kYes, kNo };

struct ServiceCall {
  std::string context;    // "reading the secret 'x' from Secrets Manager in eu-west-1", in front of every error
  http::Request request;  // without a signature
  SigningOptions signing;
  std::function<Failure(const http::Response&)> failure_of;
  Signed signature = Signed::kYes;  // kNo: the request speaks for itself
};

struct CallerParts {
  http::Client& client;
  Clock& clock;
  Random& random;
};

// The first answer that is a success. Transport errors, throttling and 5xx are repeated with backoff to the deadline,
// each attempt with a signature of its own; one attempt takes at most 15 s. kDeadlineExceeded when no time is left.
Result<http::Response> Send(const CallerParts& parts, const Credentials& credentials, const ServiceCall& call,
                            SteadyTime deadline);

// kInvalidInput when `id` is an ARN of another service or region than the one that is asked, which would look like a
// missing thing there; anything that is no ARN passes.
Result<void> CheckArn(std::string_view id, std::string_view service, std::string_view region);

}  // namespace genesys_cfn::aws
