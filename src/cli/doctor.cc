// SPDX-License-Identifier: Apache-2.0
// `doctor`: looks at everything that a first stack needs, from the credentials to the integrations, and changes
// nothing. What cannot be looked at, because something before it failed or because no call that only reads tells it, is
// said to be not tested.
#include <algorithm>
#include <map>

#include "aws/parameter_store.h"
#include "aws/security_token_service.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/doctor_checks.h"
#include "cli/doctor_permissions.h"
#include "cli/doctor_role.h"
#include "cli/exit_code.h"
#include "cli/package_program.h"
#include "cli/template_file.h"
#include "genesys/credentials_secret.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPatience{8'000};
constexpr size_t kStateColumns = 10;
constexpr std::string_view kFunctionCheck = "the provider's function";

Tone ToneOf(CheckState state) {
  switch (state) {
    case CheckState::kOk:
      return Tone::kAdded;
    case CheckState::kWarning:
      return Tone::kChanged;
    case CheckState::kFailed:
      return Tone::kRemoved;
    case CheckState::kNotTested:
      break;
  }
  return Tone::kPlain;
}

class Doctor {
 public:
  Doctor(CommandContext& context, const DoctorCommand& command, const cloudformation::Template* wanted)
      : context_(context), surroundings_(context.surroundings), command_(command), wanted_(wanted) {}

  const std::vector<Check>& Examine() {
    auto cloud = OpenCloud(context_, "doctor");
    if (cloud) {
      cloud_ = *std::move(cloud);
      if (is_aws()) Add({"AWS credentials", CheckState::kOk, cloud_->credentials_source()});
      ExamineAws();
    } else {
      const bool is_local = context_.line.target.target() == Target::kLocal;
      Add(FailedCheck(is_local ? "the local cloud" : "AWS credentials", cloud.error()));
      NotTested({"identity", "the provider's function", "the secret"}, "without AWS");
    }
    ExaminePackage();
    ExamineGenesys();
    return checks_;
  }

 private:
  [[nodiscard]] bool is_aws() const { return cloud_->place() == CloudConnection::Place::kAws; }
  [[nodiscard]] SteadyTime Soon() const { return surroundings_.clock.SteadyNow() + kPatience; }

  // Shown as it is found: some take seconds.
  void Add(const Check& check) {
    std::string state(ToString(check.state));
    state.append(kStateColumns - std::min(kStateColumns, state.size()), ' ');
    context_.renderer.Line(Concat(state, "  ", check.name, ": ", check.detail), ToneOf(check.state));
    if (!check.remedy.empty()) context_.renderer.Line(Concat("            -> ", check.remedy), Tone::kPlain);
    checks_.push_back(check);
  }
  void NotTested(const std::vector<std::string>& names, const std::string& why) {
    for (const std::string& name : names) Add({name, CheckState::kNotTested, why});
  }

  // Any answer will do. Each host once.
  bool Reach(const std::string& endpoint) {
    const auto url = http::ParseUrl(endpoint);
    if (!url) {
      Add(FailedCheck(Concat("reach ", endpoint), url.error()));
      return false;
    }
    if (const auto known = reached_.find(url->origin); known != reached_.end()) return known->second;
    http::CallOptions options;
    options.total_timeout = kPatience;
    const auto answer = surroundings_.client.Send({"GET", url->origin, "/", {}, ""}, options);
    if (answer) {
      Add({Concat("reach ", url->origin), CheckState::kOk, "it answers"});
      if (const auto date = answer->headers.Get("Date"); date && !time_) time_ = ParseHttpDate(*date);
    } else {
      Add(JudgeUnreachable(url->origin, answer.error()));
    }
    return reached_[url->origin] = answer.has_value();
  }

  void ExamineAws() {
    const bool reaches_sts = Reach(cloud_->Endpoint("STS", "sts"));
    const bool reaches_stacks = Reach(cloud_->Endpoint("CLOUDFORMATION", "cloudformation"));
    const bool reaches_secrets = Reach(cloud_->Endpoint("SECRETS_MANAGER", "secretsmanager"));
    const bool reaches_functions = Reach(cloud_->Endpoint("LAMBDA", "lambda"));
    Add(JudgeClock(time_, surroundings_.clock.Now()));
    if (reaches_sts) ExamineIdentity();
    if (reaches_stacks && reaches_functions) ExamineProvider();
    if (reaches_secrets) ExamineSecret();
    if (!function_) return;
    for (const Check& check : ExamineRole(surroundings_, *cloud_, *function_, wanted_)) Add(check);
  }

  void ExamineIdentity() {
    aws::SecurityTokenService sts({surroundings_.client, surroundings_.clock, surroundings_.random}, cloud_->region(),
                                  cloud_->Endpoint("STS", "sts"));
    const auto identity = sts.GetCallerIdentity(cloud_->credentials(), Soon());
    if (identity) {
      Add({"identity", CheckState::kOk, Concat(identity->arn, " in ", cloud_->region())});
    } else {
      Add(FailedCheck("identity", identity.error()));
    }
  }

  aws::LambdaClient Functions() {
    return {{surroundings_.client, surroundings_.clock, surroundings_.random},
            cloud_->credentials(),
            cloud_->region(),
            cloud_->Endpoint("LAMBDA", "lambda")};
  }

  // The first that is found is the one whose package, secret and role are looked at.
  void ExamineProvider() {
    std::vector<WantedFunction> functions = WantedFunctions(wanted_);
    if (!command_.export_name.empty()) functions = {{WantedFunction::Way::kExport, command_.export_name}};
    for (const WantedFunction& function : functions) {
      const std::string name =
          functions.size() == 1 ? std::string(kFunctionCheck) : Concat(kFunctionCheck, " (", function.name, ")");
      switch (function.way) {
        case WantedFunction::Way::kExport:
          ExamineExport(name, function.name);
          break;
        case WantedFunction::Way::kArn:
          ExamineFunction(name, function.name);
          break;
        case WantedFunction::Way::kElsewhere:
          NotTested({name}, Concat("the ServiceToken of ", function.name,
                                   " is known at the deployment only; name another function's export with --export"));
      }
    }
  }

  void ExamineExport(const std::string& name, const std::string& export_name) {
    const auto exports = cloud_->stacks().ListExports();
    if (!exports) return Add(FailedCheck(name, exports.error(), "allow cloudformation:ListExports"));
    const auto found = std::ranges::find(*exports, export_name, &aws::Export::name);
    if (found != exports->end()) return ExamineFunction(name, found->value);
    std::vector<std::string> names;
    for (const aws::Export& other : *exports) names.push_back(other.name);
    const auto near = Suggest(export_name, names);
    Add({name, CheckState::kFailed, Concat("no stack in ", cloud_->region(), " exports ", export_name),
         Concat(near ? Concat("did you mean ", *near, "? Else ") : "",
                "deploy templates/provider.yaml in this account and region first (docs/start.md)")});
    const auto unreserved = Functions().UnreservedConcurrency(Soon());
    if (unreserved) return Add(JudgeConcurrency(*unreserved));
    NotTested({"concurrency of the account"}, unreserved.error().message);
  }

  void ExamineFunction(const std::string& name, const std::string& arn) {
    auto function = Functions().GetFunction(arn, Soon());
    if (!function && function.error().code == ErrorCode::kPermissionDenied) {
      return Add({name, CheckState::kWarning, function.error().message, "the function itself may be right"});
    }
    if (!function) return Add(FailedCheck(name, function.error()));
    Check check = JudgeFunction(*function);
    check.name = name;
    Add(check);
    if (!function_) function_ = *std::move(function);
  }

  // The package that is named, else the one that the function has.
  Result<std::string> Program() {
    constexpr std::string_view kFile = "file://";
    if (!command_.package.empty()) {
      TRY_ASSIGN(const std::string zip, ReadFile(command_.package));
      return ProgramInZip(zip);
    }
    const std::string& location = function_->code_location;
    if (location.starts_with(kFile)) return BeginOfFile(location.substr(kFile.size()));
    const auto url = http::ParseUrl(location);
    if (!url) return Error{ErrorCode::kUnavailable, "Lambda does not say where the package is"};
    TRY_ASSIGN(const http::Response zip, surroundings_.client.Send({"GET", url->origin, url->target, {}, ""}, {}));
    if (!zip.ok()) return Error{ErrorCode::kUnavailable, Concat("the package cannot be fetched: status ", zip.status)};
    return ProgramInZip(zip.body);
  }

  void ExaminePackage() {
    const std::string name = "the function's package";
    if (command_.package.empty() && !function_)
      return NotTested({name}, "there is no function; name one with --package");
    const auto program = Program();
    if (!program && command_.package.empty() && program.error().code != ErrorCode::kInvalidInput) {
      return Add({name, CheckState::kNotTested, program.error().message});
    }
    if (!program) return Add(FailedCheck(name, program.error(), "take the zip of dist/ as it is"));
    Add(JudgePackage(*program, function_ ? function_->architecture : ""));
  }

  // A setting of the function, where there is one.
  [[nodiscard]] std::string OfFunction(std::string_view variable) const {
    if (!function_) return {};
    const auto found = function_->environment.find(variable);
    return found == function_->environment.end() ? std::string() : found->second;
  }

  Result<Secret<std::string>> ReadSecret(std::string& place) {
    const std::string parameter = OfFunction("GENESYS_SECRET_PARAMETER");
    if (command_.secret.empty() && !parameter.empty()) {
      place = Concat("the parameter ", parameter);
      return aws::ParameterStore({surroundings_.client, surroundings_.clock, surroundings_.random},
                                 cloud_->credentials(), cloud_->region(), cloud_->Endpoint("SSM", "ssm"))
          .GetParameter(parameter, Soon());
    }
    const std::string of_function = OfFunction("GENESYS_SECRET_ID");
    std::string id = command_.secret.empty() ? of_function : command_.secret;
    if (id.empty()) id = emulator::kCredentialsSecret;
    place = Concat("the secret ", id);
    return aws::SecretsManager({surroundings_.client, surroundings_.clock, surroundings_.random}, cloud_->credentials(),
                               cloud_->region(), cloud_->Endpoint("SECRETS_MANAGER", "secretsmanager"))
        .GetSecretString(id, Soon());
  }

  void ExamineSecret() {
    const std::string name = "the secret";
    std::string place;
    const auto text = ReadSecret(place);
    if (!text && text.error().code == ErrorCode::kPermissionDenied && function_) {
      return Add({name, CheckState::kWarning, text.error().message,
                  "this caller may not read it; that the function's role may is what matters"});
    }
    if (!text) return Add(FailedCheck(name, text.error(), "docs/configuration.md has its form"));
    const auto secret = genesys::ParseCredentialsSecret(*text);
    if (!secret) return Add(FailedCheck(name, Error{secret.error().code, Concat(place, " ", secret.error().message)}));
    Add({name, CheckState::kOk,
         Concat(place, " has client_id and client_secret", secret->region ? " and region" : "",
                is_aws() ? " (read with your own credentials, not with the function's role)" : "")});
    credentials_ = secret->credentials;
    region_ = secret->region.value_or("");
  }

  // Without a secret that could be read, as the variables of Genesys's own tools say.
  void TakeCredentialsOfEnvironment() {
    const Environment& environment = surroundings_.environment;
    const std::string id = environment.GetOr(kClientIdVariable, "");
    std::string secret = environment.GetOr(kClientSecretVariable, "");
    if (credentials_ || id.empty() || secret.empty()) return;
    credentials_ = genesys::ClientCredentials{id, Secret<std::string>(std::move(secret))};
    region_ = environment.GetOr(kRegionVariable, "");
  }

  Result<genesys::Endpoints> FindEndpoints() {
    if (cloud_ != nullptr && !is_aws()) return genesys::Endpoints{cloud_->origin(), cloud_->origin(), ""};
    std::map<std::string, std::string, std::less<>> variables;
    for (const std::string_view name : {"GENESYS_API_URL", "GENESYS_LOGIN_URL"}) {
      const std::string value = OfFunction(name);
      variables[std::string(name)] = value.empty() ? surroundings_.environment.GetOr(name, "") : value;
    }
    const std::string of_function = OfFunction("GENESYS_REGION");
    const std::string region = of_function.empty() ? region_ : of_function;
    genesys::Endpoints endpoints;
    const bool has_hosts = !variables["GENESYS_API_URL"].empty() && !variables["GENESYS_LOGIN_URL"].empty();
    if (region.empty() && !has_hosts) {
      return Error{ErrorCode::kInvalidInput,
                   "neither the secret nor the function says in which region the organisation is: put region into the "
                   "secret"};
    }
    if (!region.empty()) {
      TRY_ASSIGN(endpoints, genesys::EndpointsOf(region));
    }
    TRY(OverrideHosts(MapEnvironment(variables), endpoints));
    return endpoints;
  }

  void ExamineGenesys() {
    const std::vector<std::string> rest = {"Genesys Cloud token", "permissions", "integrations"};
    TakeCredentialsOfEnvironment();
    if (!credentials_) return NotTested(rest, "there are no credentials of an OAuth client");
    const auto endpoints = FindEndpoints();
    if (!endpoints) {
      Add(FailedCheck("Genesys Cloud region", endpoints.error()));
      return NotTested(rest, "the organisation's hosts are not known");
    }
    const bool reaches_login = Reach(endpoints->login_origin);
    const bool reaches_api = Reach(endpoints->api_origin);
    if (!reaches_login) return NotTested(rest, "the login service does not answer");
    genesys::TokenSource tokens(surroundings_.client, surroundings_.clock, surroundings_.random,
                                endpoints->login_origin);
    const auto token = tokens.Get(*credentials_, Soon());
    if (!token) {
      Add(FailedCheck(rest[0], token.error()));
      return NotTested({rest[1], rest[2]}, "without a token");
    }
    Add({rest[0], CheckState::kOk, Concat("from ", endpoints->login_origin)});
    if (!reaches_api) return NotTested({rest[1], rest[2]}, "the API does not answer");
    genesys::Session session(
        {surroundings_.client, surroundings_.clock, surroundings_.random, logger_, tokens}, endpoints->api_origin,
        [this](genesys::Session::Refresh) -> Result<genesys::ClientCredentials> { return *credentials_; }, Soon());
    if (OfFunction("GENESYS_ACTIONS_API") == "data") {
      return NotTested({rest[1], rest[2]}, "the function speaks to a gateway (GENESYS_ACTIONS_API=data)");
    }
    ExaminePermissions(session);
    ExamineIntegrations(session);
  }

  void ExaminePermissions(genesys::Session& session) {
    const auto grants = genesys::ReadOwnGrants(session);
    std::vector<std::string> untold;
    for (const NeededPermission& needed : NeededPermissions(wanted_)) {
      if (needed.probe.empty()) {
        const auto check = grants ? JudgeByRoles(needed, *grants) : std::nullopt;
        if (check) Add(*check);
        if (!check) untold.emplace_back(needed.permission);
        continue;
      }
      const auto answer = session.Send({"GET", std::string(needed.probe), ""});
      const std::string name = Concat("permission ", needed.permission);
      Add(answer ? JudgePermission(needed, *answer) : FailedCheck(name, answer.error()));
    }
    if (untold.empty()) return;
    Add({"further permissions", CheckState::kNotTested,
         Concat("neither a call that only reads nor what the platform says of its roles tells whether the client has ",
                Join(untold, ", "))});
  }

  void ExamineIntegrations(genesys::Session& session) {
    const auto all = genesys::IntegrationsClient(session).List();
    if (!all) return NotTested({"integrations"}, all.error().message);
    const std::vector<std::string> names =
        wanted_ == nullptr ? std::vector<std::string>() : WantedIntegrations(*wanted_);
    for (const Check& check : JudgeIntegrations(*all, names)) Add(check);
  }

  CommandContext& context_;
  Surroundings& surroundings_;
  const DoctorCommand& command_;
  const cloudformation::Template* wanted_;  // nullptr: none was named
  std::unique_ptr<CloudConnection> cloud_;
  NullLogger logger_;
  std::vector<Check> checks_;
  std::map<std::string, bool> reached_;  // by origin
  std::optional<WallTime> time_;         // as a server said it
  std::optional<aws::FunctionDetails> function_;
  std::optional<genesys::ClientCredentials> credentials_;
  std::string region_;
};

}  // namespace

Result<int> RunDoctor(CommandContext& context, const DoctorCommand& command) {
  std::optional<TemplateFile> file;
  if (!command.template_path.empty()) {
    TRY_ASSIGN(file, ReadTemplate(context, command.template_path));
    if (!file) return kFailed;
  }
  Doctor doctor(context, command, file ? &file->loaded : nullptr);
  const std::vector<Check>& checks = doctor.Examine();
  const auto count = [&checks](CheckState state) {
    return static_cast<size_t>(std::ranges::count(checks, state, &Check::state));
  };
  const size_t failed = count(CheckState::kFailed);
  context.renderer.Line("");
  context.renderer.Line(Concat(checks.size(), " checks: ", failed, " failed, ", count(CheckState::kWarning),
                               " with a warning, ", count(CheckState::kNotTested), " not tested."));
  json::Array documents;
  for (const Check& check : checks) documents.push_back(CheckDocument(check));
  context.renderer.Document(json::Object{{"passed", failed == 0}, {"checks", std::move(documents)}});
  return failed == 0 ? kDone : kFailed;
}

}  // namespace genesys_cfn::cli
