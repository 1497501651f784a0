// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/local_cloud.h"

#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "aws/sigv4.h"
#include "aws/xml_document.h"
#include "base/encoding.h"
#include "base/log.h"
#include "base/text.h"
#include "emulator/aws/access_keys.h"
#include "emulator/aws/parameter_store_service.h"
#include "emulator/aws/query_authentication.h"
#include "emulator/aws/rest_authentication.h"
#include "emulator/aws/s3_service.h"
#include "emulator/aws/secrets_manager_service.h"
#include "emulator/aws/sts_service.h"
#include "emulator/cloudformation/answer_sink.h"
#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/query_api.h"
#include "emulator/cloudformation/resource_types.h"
#include "emulator/cloudformation/xml_writer.h"
#include "emulator/genesys/function_uploads.h"
#include "emulator/genesys/organisation.h"
#include "emulator/lambda/lambda_api.h"
#include "emulator/lambda/lambda_host.h"
#include "emulator/local_cloud/fault_file.h"
#include "emulator/local_cloud/function_runner.h"
#include "emulator/local_cloud/router.h"
#include "emulator/local_cloud/stack_resources.h"
#include "emulator/local_cloud/stored_values.h"
#include "emulator/store/database.h"
#include "http/server.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int kSchemaVersion = 5;
static_assert(kAllowUnsupportedCapability == kAllowUnsupported);
// Of one request: an object for S3, or one part of it.
constexpr size_t kMaxBodyBytes = size_t{64} << 20;
constexpr Milliseconds kIdleTimeout{120'000};

std::string Schema() {
  return Concat(Engine::Schema(), "\n", LambdaHost::Schema(), "\n", SecretsManagerService::Schema(), "\n",
                ParameterStoreService::Schema(), "\n", S3Service::Schema(), "\n", GenesysOrganisation::Schema(), "\n",
                StackResources::Schema(), "\n",
                "CREATE TABLE cloud (seeded INTEGER NOT NULL CHECK (seeded = 1)) STRICT;");
}

// In front of the stacks while the state cannot be written: operations stand still then, and whoever waits for one must
// hear why.
class WriteGuard final : public http::Handler {
 public:
  WriteGuard(http::Handler& stacks, const Database& database) : stacks_(stacks), database_(database) {}

  http::Response Handle(const http::Request& request) override {
    const auto failure = database_.write_failure();
    if (!failure) return stacks_.Handle(request);
    XmlWriter xml;
    xml.Open("ErrorResponse").Open("Error").Element("Type", "Receiver").Element("Code", "InternalFailure");
    xml.Element("Message",
                Concat("the local cloud cannot write its state: ", failure->message,
                       ". Mend that (make room, if the disk is full) and run the command again: it goes on where "
                       "this one stopped."));
    return {500, {{"Content-Type", "text/xml"}}, xml.Finish()};
  }

 private:
  http::Handler& stacks_;
  const Database& database_;
};

// Calls Engine::Tick four times a second, which is how exactly a ServiceTimeout is kept.
class Ticker {
 public:
  Ticker(Engine& engine, Logger& logger) : engine_(engine), logger_(logger), thread_([this] { Run(); }) {}
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;
  ~Ticker() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wakes_.notify_all();
    thread_.join();
  }

 private:
  void Run() {
    constexpr Milliseconds kLongest{250};
    std::string reported;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      const auto next = engine_.Tick();
      const std::string problem = next ? "" : next.error().message;
      if (!problem.empty() && problem != reported) {
        logger_.LogError("cloudformation.tick_failed", {{"reason", problem}});
      }
      reported = problem;
      lock.lock();
      wakes_.wait_for(lock, kLongest, [this] { return stopping_; });
    }
  }

  Engine& engine_;
  Logger& logger_;
  std::mutex mutex_;
  std::condition_variable wakes_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

aws::Credentials LocalCredentials() {
  return {"AKIAGENESYSCFNLOCAL0", Secret<std::string>("local-access-only"), std::nullopt};
}

namespace {

aws::Credentials OwnCredentials(const LocalCloud::Options& options) {
  return options.access_key.value_or(LocalCredentials());
}

AccessKeys KeysOf(const LocalCloud::Options& options) {
  return {OwnCredentials(options), options.access_key ? AccessKeys::Others::kRefused : AccessKeys::Others::kAccepted};
}

}  // namespace

// Members are destroyed from the last to the first: nothing outlives what it refers to.
class LocalCloud::Running {
 public:
  Running(const Parts& parts, const Options& options)
      : parts_(parts),
        options_(options),
        log_file_(options.state_directory / "local.log", std::ios::app),
        logger_(log_file_, parts.clock) {}
  ~Running() {
    ticker_.reset();
    if (lambda_) lambda_->Stop();
    if (function_runner_) function_runner_->Stop();
    if (server_) server_->Stop();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  Result<void> Start() {
    TRY_ASSIGN(server_,
               http::Server::Start(
                   router_, {.port = options_.port, .max_body_bytes = kMaxBodyBytes, .idle_timeout = kIdleTimeout}));
    identity_.region = kLocalRegion;
    identity_.origin = Concat("http://127.0.0.1:", server_->port());
    TRY_ASSIGN(database_, Database::Open(options_.state_directory / "local.db", Schema(), kSchemaVersion));
    stack_resources_.emplace(StackResources::Parts{*database_, parts_.clock, parts_.random, identity_});
    code_.emplace(CodeOptions(), &stack_resources_->objects(), &parts_.random);
    TRY(StartLambda());
    types_.emplace(*lambda_, ResourceTypeOptions());
    stored_values_.emplace(LocalStoredValues::Parts{*database_, parts_.clock, parts_.random, identity_});
    TRY_ASSIGN(engine_,
               Engine::Open({*database_, parts_.clock, parts_.random, *lambda_, *types_, logger_, &*stored_values_},
                            {identity_}));
    secrets_.emplace(SecretsManagerService::Parts{*database_, parts_.clock, parts_.random}, identity_, keys_);
    parameters_.emplace(ParameterStoreService::Parts{*database_, parts_.clock, parts_.random}, identity_, keys_);
    objects_.emplace(S3Service::Parts{*database_, parts_.clock, parts_.random}, identity_, keys_);
    security_token_.emplace(StsService::Parts{parts_.clock, parts_.random}, identity_, keys_);
    TRY(OpenOrganisation());
    function_uploads_.emplace(*database_, parts_.clock);
    function_runner_.emplace(FunctionRunner::Parts{*database_, parts_.clock, parts_.random, logger_}, identity_,
                             NodeFunctions::Options{options_.node, options_.state_directory / "function-actions",
                                                    options_.state_directory / "logs"});
    stacks_.emplace(*engine_, *types_, parts_.random,
                    [this](const TemplateLocation& location) { return ReadTemplate(location); });
    guarded_stacks_.emplace(*stacks_, *database_);
    signed_stacks_.emplace(QueryAuthentication::Parts{*guarded_stacks_, parts_.clock, parts_.random}, "cloudformation",
                           "http://cloudformation.amazonaws.com/doc/2010-05-15/", keys_);
    answers_.emplace(*engine_, parts_.clock, logger_);
    functions_.emplace(LambdaApi::Parts{*lambda_, *code_, parts_.random});
    signed_functions_.emplace(RestAuthentication::Parts{*functions_, parts_.clock}, "lambda", keys_);
    organisation_->SetOutsideWorld(MakeOutsideWorld());
    services_.emplace(LocalServices{*answers_, *organisation_, *function_uploads_, *secrets_, *parameters_, *objects_,
                                    *security_token_, *signed_stacks_, &*signed_functions_});
    TRY(Seed());
    router_.Attach(*services_);
    TRY(GoOn());
    ticker_.emplace(*engine_, logger_);
    return {};
  }

  const std::string& origin() const { return identity_.origin; }
  const std::vector<InterruptedOperation>& interrupted() const { return interrupted_; }

 private:
  // What makes a function talk to the local cloud instead of the real ones.
  [[nodiscard]] std::map<std::string, std::string> FunctionEnvironment() const {
    return {{"AWS_ENDPOINT_URL", identity_.origin},
            {"GENESYS_API_URL", identity_.origin},
            {"GENESYS_LOGIN_URL", identity_.origin},
            {"GENESYS_CFN_LOOPBACK", "allow"}};
  }

  Result<void> OpenOrganisation() {
    OrganisationOptions switches;
    for (const auto& [name, value] : options_.organisation_options) TRY(SetOption(switches, name, value));
    organisation_.emplace(*database_, parts_.clock, parts_.random, switches);
    if (options_.faults_file.empty()) return {};
    TRY_ASSIGN(const auto faults, ReadFaultFile(options_.faults_file));
    for (const Fault& fault : faults) organisation_->faults().Add(fault);
    return {};
  }

  Result<void> StartLambda() {
    const aws::Credentials credentials = OwnCredentials(options_);
    LambdaHostOptions options;
    options.log_directory = options_.state_directory / "logs";
    options.extra_environment = FunctionEnvironment();
    options.access_key_id = credentials.access_key_id;
    options.secret_access_key = credentials.secret_access_key;
    TRY_ASSIGN(lambda_, LambdaHost::Start(identity_, options, {*database_, parts_.clock, parts_.random, logger_}));
    // Packages of functions that are gone; nothing else can be using them yet.
    std::set<std::string> used;
    for (const FunctionConfiguration& function : lambda_->ListFunctions()) used.insert(function.executable);
    code_->RemoveAllBut(used);
    return {};
  }

  [[nodiscard]] FunctionCodeOptions CodeOptions() const {
    FunctionCodeOptions code{options_.state_directory / "functions", options_.local_code};
    // Templates find the provider's code there, in place of a bucket of one's own.
    code.artifacts[Concat(provider_stack_.code_bucket, "/", provider_stack_.code_key)] = options_.provider_executable;
    return code;
  }

  [[nodiscard]] LocalResourceTypesOptions ResourceTypeOptions() {
    LocalResourceTypesOptions types;
    types.identity = identity_;
    types.services = {&stack_resources_->secrets(), &stack_resources_->parameters(), &stack_resources_->buckets(),
                      &*code_, &parts_.random};
    types.allow_unsupported = options_.allow_unsupported;
    return types;
  }

  // How executed data actions reach other servers, and the functions of the local Lambda.
  OutsideWorld MakeOutsideWorld() {
    OutsideWorld outside;
    if (parts_.make_client) {
      outside.send = [this](const http::Request& request, const http::CallOptions& options) -> Result<http::Response> {
        const SteadyTime start = parts_.clock.SteadyNow();
        auto answer = parts_.make_client()->Send(request, options);
        if (answer.has_value() || !options.total_timeout) return answer;
        if (parts_.clock.SteadyNow() - start < *options.total_timeout) return answer;
        return Error{ErrorCode::kDeadlineExceeded, answer.error().message};
      };
    }
    outside.invoke = [this](const FunctionCall& call) -> Result<FunctionAnswer> {
      const std::string& function = call.function;
      const size_t name = function.rfind(":function:");
      TRY_ASSIGN(auto result, lambda_->Invoke(name == std::string::npos ? function : function.substr(name + 10),
                                              {call.payload, call.client_context, call.timeout}));
      return FunctionAnswer{result.failed, std::move(result.payload)};
    };
    outside.run = [this](const FunctionRun& run) { return function_runner_->Run(run); };
    return outside;
  }

  // What a TemplateURL names, read as any client would.
  Result<std::string> ReadTemplate(const TemplateLocation& location) {
    http::Request request{"GET", identity_.origin, "", {}, ""};
    request.target = Concat("/", location.bucket, "/", PercentEncode(location.key, KeepSlash::kYes));
    if (!location.version.empty()) request.target += Concat("?versionId=", PercentEncode(location.version));
    aws::Sign(
        request, OwnCredentials(options_),
        {std::string(kLocalRegion), "s3", aws::PathEncoding::kOnce, aws::NormalisePath::kNo, aws::BodyHashHeader::kYes},
        parts_.clock.Now());
    http::Response response = objects_->Handle(request);
    if (response.ok()) return std::move(response.body);
    const auto error = aws::ParseXml(response.body);
    return Error{ErrorCode::kInvalidInput, error ? error->TextOf("Message") : Concat("HTTP status ", response.status)};
  }

  // What a new organisation and account hold. Done in steps that can be repeated, marked at the end.
  Result<void> Seed() {
    TRY_ASSIGN(const bool seeded, database_->Run([](Transaction& transaction) {
      return transaction.Query("SELECT 1 FROM cloud").Step();
    }));
    if (seeded) return {};
    const std::string client_id = RandomUuid(parts_.random);
    const Secret<std::string> client_secret(
        RandomText(parts_.random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 43));
    TRY(organisation_->Seed(client_id, client_secret));
    TRY(secrets_->PutSecret(kCredentialsSecret, json::Write(json::Object{{"client_id", client_id},
                                                                         {"client_secret", client_secret.Reveal()}})));
    return database_->Run([](Transaction& transaction) { transaction.Execute("INSERT INTO cloud VALUES (1)"); });
  }

  Result<void> GoOn() {
    for (const StackDescription& stack : engine_->DescribeStacks()) {
      if (!IsInProgress(stack.status)) continue;
      TRY_ASSIGN(const auto page, engine_->DescribeEvents(stack.id, std::nullopt, 1));
      interrupted_.push_back({stack.name, stack.id, std::string(ToString(stack.status)),
                              page.events.empty() ? "" : page.events.front().event_id});
    }
    TRY(engine_->Resume());
    return engine_->SeedProviderStack(provider_stack_);
  }

  Parts parts_;
  Options options_;
  std::ofstream log_file_;
  JsonLinesLogger logger_;
  CloudIdentity identity_;
  AccessKeys keys_ = KeysOf(options_);
  const ProviderStack provider_stack_{.stack_name = std::string(kProviderStack)};
  Router router_;
  std::unique_ptr<Database> database_;
  std::optional<StackResources> stack_resources_;
  std::optional<FunctionCode> code_;
  std::unique_ptr<LambdaHost> lambda_;
  std::optional<LocalResourceTypes> types_;
  std::optional<LocalStoredValues> stored_values_;
  std::unique_ptr<Engine> engine_;
  std::optional<SecretsManagerService> secrets_;
  std::optional<ParameterStoreService> parameters_;
  std::optional<S3Service> objects_;
  std::optional<StsService> security_token_;
  std::optional<GenesysOrganisation> organisation_;
  std::optional<FunctionUploads> function_uploads_;
  std::optional<FunctionRunner> function_runner_;
  std::optional<CloudFormationService> stacks_;
  std::optional<WriteGuard> guarded_stacks_;
  std::optional<QueryAuthentication> signed_stacks_;
  std::optional<AnswerSink> answers_;
  std::optional<LambdaApi> functions_;
  std::optional<RestAuthentication> signed_functions_;
  std::optional<LocalServices> services_;
  std::unique_ptr<http::Server> server_;
  std::vector<InterruptedOperation> interrupted_;
  std::optional<Ticker> ticker_;
};

LocalCloud::LocalCloud(std::unique_ptr<Running> running) : running_(std::move(running)) {}
LocalCloud::~LocalCloud() = default;

Result<std::unique_ptr<LocalCloud>> LocalCloud::Start(const Parts& parts, const Options& options) {
  if (access(options.provider_executable.c_str(), X_OK) != 0) {
    return Error{
        ErrorCode::kNotFound,
        Concat("the provider's function program ", options.provider_executable,
               " does not exist or cannot be run; it stands beside genesys-cfn, or where GENESYS_CFN_BOOTSTRAP says")};
  }
  auto running = std::make_unique<Running>(parts, options);
  TRY(running->Start());
  return std::unique_ptr<LocalCloud>(new LocalCloud(std::move(running)));
}

const std::string& LocalCloud::origin() const {
  return running_->origin();
}
const std::vector<InterruptedOperation>& LocalCloud::interrupted() const {
  return running_->interrupted();
}

}  // namespace genesys_cfn::emulator
