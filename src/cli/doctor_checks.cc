// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor_checks.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kClockWarning{60'000};
constexpr Milliseconds kClockFailure{5 * 60'000};

// What docs/operations.md advises to reserve, and what Lambda keeps for functions without a reservation.
constexpr int64_t kAdvised = 10;
constexpr int64_t kKeptUnreserved = 100;

constexpr std::string_view kUsualExport = "genesys-cfn-ServiceToken";

WantedFunction FunctionOf(const cloudformation::ResourceDeclaration& resource, const cloudformation::Template& source) {
  const WantedFunction elsewhere{WantedFunction::Way::kElsewhere, resource.logical_id};
  const json::Value* token = resource.properties.Find("ServiceToken");
  if (token == nullptr) return {WantedFunction::Way::kExport, std::string(kUsualExport)};  // `validate` says so
  if (const auto arn = KnownText(*token, source)) return {WantedFunction::Way::kArn, *arn};
  const json::Value* import = token->is_object() ? token->Find("Fn::ImportValue") : nullptr;
  const auto name = import == nullptr ? std::nullopt : KnownText(*import, source);
  return name ? WantedFunction{WantedFunction::Way::kExport, *name} : elsewhere;
}

Check CheckOf(std::string name, CheckState state, std::string detail, std::string remedy = "") {
  return {std::move(name), state, std::move(detail), std::move(remedy)};
}

}  // namespace

std::string_view ToString(CheckState state) {
  switch (state) {
    case CheckState::kOk:
      return "ok";
    case CheckState::kWarning:
      return "warning";
    case CheckState::kFailed:
      return "failed";
    case CheckState::kNotTested:
      break;
  }
  return "not tested";
}

Check FailedCheck(std::string name, const Error& error, std::string remedy) {
  return CheckOf(std::move(name), CheckState::kFailed, error.message, std::move(remedy));
}

Check JudgeClock(std::optional<WallTime> theirs, WallTime ours) {
  const std::string name = "clock";
  if (!theirs) return CheckOf(name, CheckState::kNotTested, "no server said what time it is");
  const Milliseconds off = ours - *theirs;
  const Milliseconds size = off < Milliseconds(0) ? -off : off;
  const std::string detail = Concat("this machine is ", size.count() / 1'000, " s ",
                                    off < Milliseconds(0) ? "behind" : "ahead of", " the servers");
  if (size < kClockWarning) return CheckOf(name, CheckState::kOk, "as that of the servers");
  const std::string remedy = "set the clock (timedatectl set-ntp true); AWS refuses requests that are 5 minutes off";
  return CheckOf(name, size < kClockFailure ? CheckState::kWarning : CheckState::kFailed, detail, remedy);
}

std::optional<WallTime> ParseHttpDate(std::string_view text) {
  const std::string copy(text);
  std::tm time{};
  const char* end = strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &time);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return FromEpochMilliseconds(static_cast<int64_t>(timegm(&time)) * 1'000);
}

Check JudgeUnreachable(std::string_view host, const Error& error) {
  const auto says = [&error](std::string_view text) { return error.message.find(text) != std::string::npos; };
  std::string remedy = "check the network, and HTTPS_PROXY and NO_PROXY if a proxy is needed";
  if (says("proxy could not be resolved")) {
    remedy = "correct HTTPS_PROXY";
  } else if (says("could not be resolved")) {
    remedy = "check the region's name and the name server; behind a proxy set HTTPS_PROXY";
  } else if (says("certificate")) {
    remedy = "a proxy that looks into TLS needs its certificate in SSL_CERT_FILE";
  }
  return FailedCheck(Concat("reach ", host), error, remedy);
}

std::vector<WantedFunction> WantedFunctions(const cloudformation::Template* wanted) {
  std::vector<WantedFunction> functions;
  if (wanted != nullptr) {
    for (const cloudformation::ResourceDeclaration& resource : wanted->resources) {
      if (!resource.type.starts_with("Custom::Genesys")) continue;
      WantedFunction function = FunctionOf(resource, *wanted);
      if (std::ranges::find(functions, function) == functions.end()) functions.push_back(std::move(function));
    }
  }
  if (functions.empty()) functions.push_back({WantedFunction::Way::kExport, std::string(kUsualExport)});
  return functions;
}

Check JudgeConcurrency(int64_t unreserved) {
  const std::string name = "concurrency of the account";
  const bool fits = unreserved - kAdvised >= kKeptUnreserved;
  return CheckOf(name, CheckState::kOk,
                 Concat(unreserved, " executions are not reserved: ",
                        fits ? Concat("the provider's stack can have ReservedConcurrency=", kAdvised)
                             : std::string("leave ReservedConcurrency of the provider's stack at 0")));
}

Check JudgeFunction(const aws::FunctionDetails& function) {
  const std::string name = "the provider's function";
  if (function.state == "Failed" || function.last_update_status == "Failed") {
    return CheckOf(name, CheckState::kFailed,
                   Concat(function.arn, " is in the state ", function.state, " ", function.state_reason),
                   "deploy the provider's stack again");
  }
  if (!function.runtime.starts_with("provided.al2023")) {
    return CheckOf(name, CheckState::kWarning, Concat("its runtime is ", function.runtime),
                   "take provided.al2023, as templates/provider.yaml does");
  }
  const bool is_settling = function.state == "Pending" || function.last_update_status == "InProgress";
  if (is_settling) {
    return CheckOf(name, CheckState::kWarning, Concat(function.arn, " is being set up"), "wait a moment");
  }
  return CheckOf(name, CheckState::kOk, Concat(function.arn, ", ", function.runtime, ", ", function.architecture));
}

std::optional<std::string_view> ArchitectureOf(std::string_view program) {
  constexpr std::string_view kElf64Little(
      "\x7f"
      "ELF\x02\x01",
      6);
  constexpr size_t kMachineAt = 18;
  if (!program.starts_with(kElf64Little) || program.size() < kMachineAt + 2) return std::nullopt;
  const int machine =
      static_cast<unsigned char>(program[kMachineAt]) | static_cast<unsigned char>(program[kMachineAt + 1]) << 8;
  constexpr int kX86 = 62;
  constexpr int kArm = 183;
  if (machine == kX86) return "x86_64";
  if (machine == kArm) return "arm64";
  return std::nullopt;
}

Check JudgePackage(std::string_view bootstrap, std::string_view architecture) {
  const std::string name = "the function's package";
  const auto built_for = ArchitectureOf(bootstrap);
  if (!built_for) {
    return CheckOf(name, CheckState::kFailed, "its bootstrap is no 64-bit Linux program of x86_64 or arm64",
                   "take dist/genesys-cfn-provider-VERSION-ARCHITECTURE.zip as it is");
  }
  if (architecture.empty() || *built_for == architecture) {
    return CheckOf(name, CheckState::kOk, Concat("built for ", *built_for));
  }
  return CheckOf(name, CheckState::kFailed, Concat("built for ", *built_for, ", and the function is ", architecture),
                 Concat("give the provider's stack the zip for ", architecture, ", or Architecture=", *built_for));
}

std::vector<std::string> WantedIntegrations(const cloudformation::Template& wanted) {
  std::vector<std::string> names;
  for (const cloudformation::ResourceDeclaration& resource : wanted.resources) {
    if (!resource.type.starts_with("Custom::Genesys")) continue;
    const json::Value* value = resource.properties.Find("IntegrationName");
    const auto name = value == nullptr ? std::nullopt : KnownText(*value, wanted);
    if (name && std::ranges::find(names, *name) == names.end()) names.push_back(*name);
  }
  return names;
}

std::vector<Check> JudgeIntegrations(const std::vector<genesys::Integration>& all,
                                     const std::vector<std::string>& wanted) {
  std::vector<Check> checks;
  for (const std::string& name : wanted) {
    const std::string title = Concat("integration ", name);
    const auto found = std::ranges::find(all, name, &genesys::Integration::name);
    if (found == all.end()) {
      std::vector<std::string> names;
      for (const genesys::Integration& integration : all) names.push_back(integration.name);
      const auto near = Suggest(name, names);
      checks.push_back(CheckOf(title, CheckState::kFailed, "the organisation has none of that name",
                               near ? Concat("did you mean ", *near, "?") : "genesys-cfn integrations lists them"));
    } else if (found->intended_state != "ENABLED") {
      checks.push_back(CheckOf(title, CheckState::kWarning, Concat("it is ", found->intended_state),
                               "activate it: its actions cannot run"));
    } else {
      checks.push_back(CheckOf(title, CheckState::kOk, Concat(found->type_id, ", ", found->reported_state)));
    }
  }
  if (!wanted.empty()) return checks;
  if (all.empty()) {
    return {CheckOf("integrations", CheckState::kFailed, "the organisation has none",
                    "install one in Admin, Integrations: a data action needs one")};
  }
  return {CheckOf("integrations", CheckState::kOk, Concat("the organisation has ", all.size()))};
}

std::optional<std::string> KnownText(const json::Value& value, const cloudformation::Template& source) {
  if (value.is_string()) return *value.AsString();
  const auto reference = value.is_object() ? value.FindString("Ref") : std::nullopt;
  const cloudformation::ParameterDeclaration* parameter = reference ? source.FindParameter(*reference) : nullptr;
  return parameter == nullptr ? std::nullopt : parameter->default_value;
}

json::Value CheckDocument(const Check& check) {
  return json::Object{{"name", check.name},
                      {"state", std::string(ToString(check.state))},
                      {"detail", check.detail},
                      {"remedy", check.remedy}};
}

}  // namespace genesys_cfn::cli
