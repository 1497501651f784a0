// SPDX-License-Identifier: Apache-2.0
// What `doctor` makes of what it sees. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/lambda_client.h"
#include "base/clock.h"
#include "base/result.h"
#include "genesys/integrations_client.h"
#include "http/message.h"
#include "json/value.h"
#include "template/template.h"

namespace genesys_cfn::cli {

enum class CheckState { kOk, kWarning, kFailed, kNotTested };
// "ok", "warning", "failed", "not tested".
std::string_view ToString(CheckState state);

struct Check {
  std::string name;  // "the secret"
  CheckState state = CheckState::kOk;
  std::string detail;
  std::string remedy = {};  // of a warning or a failure
};

// The error's own text, which says what to do mostly.
Check FailedCheck(std::string name, const Error& error, std::string remedy = "");

// `theirs` from a Date header, nullopt when nobody sent one. AWS refuses signatures that are five minutes off.
Check JudgeClock(std::optional<WallTime> theirs, WallTime ours);
// "Fri, 02 Jan 2026 03:04:05 GMT"; nullopt for anything else.
std::optional<WallTime> ParseHttpDate(std::string_view text);

// Why a host could not be reached, with what to do about it.
Check JudgeUnreachable(std::string_view host, const Error& error);

// Where resources say that their function is (ServiceToken).
struct WantedFunction {
  enum class Way { kExport, kArn, kElsewhere };
  Way way = Way::kExport;
  std::string name;  // the export's name, the ARN, or of kElsewhere the logical id of the resource that says so

  friend bool operator==(const WantedFunction&, const WantedFunction&) = default;
};
// Those of the template's resources, each once; the usual export when there is no template, or no such resource in it.
// A name that is a parameter is that of its default.
std::vector<WantedFunction> WantedFunctions(const cloudformation::Template* wanted);

// `unreserved` concurrent executions of the account, for a function that is still to be made: whether it can reserve
// what docs/operations.md advises.
Check JudgeConcurrency(int64_t unreserved);

// The provider's function as Lambda has it.
Check JudgeFunction(const aws::FunctionDetails& function);
// The first bytes of a package's `bootstrap` against the function's architecture; "" when there is no function.
Check JudgePackage(std::string_view bootstrap, std::string_view architecture);
// "x86_64" or "arm64" as Lambda names them; nullopt for what is no Linux program of one of these.
std::optional<std::string_view> ArchitectureOf(std::string_view program);

// The names of integrations that the resources ask for, as texts or as parameters with a default.
std::vector<std::string> WantedIntegrations(const cloudformation::Template& wanted);
std::vector<Check> JudgeIntegrations(const std::vector<genesys::Integration>& all,
                                     const std::vector<std::string>& wanted);

// A string, or a parameter with a default; nullopt when it is not known before the deployment.
std::optional<std::string> KnownText(const json::Value& value, const cloudformation::Template& source);

json::Value CheckDocument(const Check& check);

}  // namespace genesys_cfn::cli
