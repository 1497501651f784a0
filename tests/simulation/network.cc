// SPDX-License-Identifier: Apache-2.0
#include "simulation/network.h"

#include "base/text.h"
#include "emulator/genesys/function_uploads.h"
#include "http/message.h"
#include "simulation/package_store.h"

namespace genesys_cfn::simulation {
namespace {

Error Lost(std::string_view why) {
  return {ErrorCode::kOutcomeUnknown, std::string(why)};
}

http::Response Refusal(int status, std::string_view code, http::Headers headers = {}) {
  headers.Add("Content-Type", "application/json");
  headers.Add("ININ-Correlation-Id", "simulated");
  return {status, std::move(headers),
          Concat(R"({"message":"simulated","code":")", code, R"(","status":)", status, "}")};
}

// The same in the words of AWS's services.
http::Response AwsRefusal(Party party, int status, std::string_view code) {
  if (party == Party::kSecrets) {
    return {status, {}, Concat(R"({"__type":")", code, R"(","message":"simulated"})")};
  }
  if (party == Party::kPackages) {
    return {status, {}, Concat("<Error><Code>", code, "</Code><Message>simulated</Message></Error>")};
  }
  return {
      status,
      {},
      Concat("<ErrorResponse><Error><Code>", code, "</Code><Message>simulated</Message></Error>", "</ErrorResponse>")};
}

http::Response RefusalOf(Party party, Fault fault, uint64_t drawn) {
  const bool aws = party == Party::kSecrets || party == Party::kCloudFormation || party == Party::kPackages;
  switch (fault) {
    case Fault::kUnauthorised:
      return Refusal(401, "bad.credentials");
    case Fault::kForbidden:
      return aws ? AwsRefusal(party, 400, "AccessDeniedException") : Refusal(403, "missing.permissions");
    case Fault::kConflict:
      return Refusal(409, "general.conflict");
    case Fault::kRateLimited:
      return aws ? AwsRefusal(party, 400, "ThrottlingException")
                 : Refusal(429, "too.many.requests", {{"Retry-After", std::to_string(1 + drawn % 20)}});
    case Fault::kRateLimitedBare:
      return aws ? AwsRefusal(party, 400, "ThrottlingException") : Refusal(429, "too.many.requests");
    default:
      return aws && drawn % 2 == 0 ? AwsRefusal(party, 500, "InternalFailure")
                                   : http::Response{502 + static_cast<int>(drawn % 3), {}, "<html>gateway</html>"};
  }
}

bool IsCarriedOut(Fault fault) {
  switch (fault) {
    case Fault::kNone:
    case Fault::kSlow:
    case Fault::kLostAnswer:
    case Fault::kHungAfter:
    case Fault::kServerErrorDone:
    case Fault::kTornBody:
    case Fault::kOversizeBody:
    case Fault::kWrongJson:
    case Fault::kKilledAfter:
      return true;
    default:
      return false;
  }
}

bool HangsUntilTimeout(Fault fault) {
  return fault == Fault::kHung || fault == Fault::kHungAfter;
}

}  // namespace

Party PartyOf(const http::Request& request) {
  if (request.headers.Get("X-Amz-Target")) return Party::kSecrets;
  if (PackageStore::Serves(request.target)) return Party::kPackages;
  if (emulator::FunctionUploads::Serves(request.target)) return Party::kUploads;
  const bool is_of_genesys = request.target.starts_with("/api/v2/");
  if (request.method == "PUT" && !is_of_genesys) return Party::kAnswers;
  if (request.target == "/") return Party::kCloudFormation;
  return request.target.starts_with("/oauth") ? Party::kLogin : Party::kOrganisation;
}

http::Response SimulatedNetwork::CarryOut(const http::Request& request) {
  http::Request received = request;
  if (!received.headers.Get("Host")) received.headers.Add("Host", http::HostOf(request.origin));
  const Party party = PartyOf(request);
  if (party == Party::kAnswers || party == Party::kUploads)
    received.headers.Add("Content-Length", std::to_string(request.body.size()));
  received.origin.clear();
  parts_.active_delivery = delivery_;
  switch (party) {
    case Party::kSecrets:
      return parts_.services.secrets.Handle(received);
    case Party::kCloudFormation:
      return parts_.services.cloudformation.Handle(received);
    case Party::kAnswers:
      return parts_.services.answers.Handle(received);
    case Party::kPackages:
      return parts_.services.packages.Handle(received);
    case Party::kUploads:
      return parts_.services.uploads.Handle(received);
    default:
      return parts_.services.organisation.Handle(received);
  }
}

Result<http::Response> SimulatedNetwork::Send(const http::Request& request, const http::CallOptions& options) {
  return std::move(SendAll({&request, 1}, options).front());
}

std::vector<Result<http::Response>> SimulatedNetwork::SendAll(std::span<const http::Request> requests,
                                                              const http::CallOptions& options) {
  constexpr Milliseconds kForEver{3'600'000};
  const Milliseconds timeout = options.total_timeout.value_or(kForEver);
  std::vector<Fault> faults;
  Milliseconds there = std::min(parts_.faults.Latency(), timeout);
  Milliseconds back = parts_.faults.Latency();
  for (const http::Request& request : requests) {
    ++requests_;
    Fault fault = parts_.faults.Next(PartyOf(request), request.method);
    // Nobody can tell a template from another text.
    if (fault == Fault::kWrongJson && request.target.find("/templates/") != std::string::npos) fault = Fault::kTornBody;
    if (fault == Fault::kSlow) {
      (parts_.faults.Below(2) == 0 ? there : back) = Milliseconds{static_cast<int64_t>(parts_.faults.Below(16'000))};
    }
    if (HangsUntilTimeout(fault)) back = timeout;
    faults.push_back(fault);
    if (parts_.tell) {
      parts_.tell(Concat("    ", request.method, " ", http::PathOf(request.target),
                         fault == Fault::kNone ? "" : Concat("  <", Name(fault), ">")));
    }
    if (fault != Fault::kNone) parts_.broke(delivery_, PartyOf(request), fault);
    if (fault == Fault::kKilledBefore) throw ProcessKilled{};
  }
  const bool too_slow_to_arrive = there >= timeout;
  parts_.scheduler.SleepFor(std::min(there, timeout));
  std::vector<Result<http::Response>> answers;
  for (size_t i = 0; i < requests.size(); ++i) {
    if (faults[i] == Fault::kRefused) {
      answers.emplace_back(Error{ErrorCode::kUnavailable, "connection refused"});
    } else if (too_slow_to_arrive && !IsCarriedOut(faults[i])) {
      answers.emplace_back(Lost("no complete answer in time"));
    } else if (!IsCarriedOut(faults[i])) {
      answers.emplace_back(faults[i] == Fault::kLostRequest || faults[i] == Fault::kHung
                               ? Result<http::Response>(Lost("the connection broke"))
                               : RefusalOf(PartyOf(requests[i]), faults[i], parts_.faults.Below(1'000)));
    } else {
      answers.emplace_back(CarryOut(requests[i]));
    }
  }
  const Milliseconds left = timeout - std::min(there, timeout);
  const bool too_slow = back >= left;
  parts_.scheduler.SleepFor(std::min(back, left));
  for (size_t i = 0; i < requests.size(); ++i) {
    switch (faults[i]) {
      case Fault::kKilledAfter:
        throw ProcessKilled{};
      case Fault::kLostAnswer:
      case Fault::kHungAfter:
      case Fault::kTornBody:
      case Fault::kOversizeBody:
        answers[i] = Lost("the connection was closed in the middle of the answer");
        break;
      case Fault::kServerErrorDone:
        answers[i] = RefusalOf(PartyOf(requests[i]), faults[i], parts_.faults.Below(1'000));
        break;
      case Fault::kWrongJson:
        answers[i]->body = parts_.faults.Below(2) == 0 ? "[1,2" : R"({"unexpected":true})";
        break;
      default:
        if (too_slow && faults[i] != Fault::kRefused) answers[i] = Lost("no complete answer in time");
        break;
    }
    if (parts_.tell) {
      parts_.tell(answers[i] ? Concat("      -> ", answers[i]->status)
                             : Concat("      -> ", answers[i].error().message));
    }
  }
  return answers;
}

}  // namespace genesys_cfn::simulation
