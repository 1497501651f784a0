// SPDX-License-Identifier: Apache-2.0
// The Lambda function: CloudFormation's custom resource provider for Genesys Cloud data actions.
#include <malloc.h>
#include <netdb.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <future>
#include <iostream>
#include <thread>

#include "aws/cloudformation_client.h"
#include "aws/lambda_runtime.h"
#include "aws/parameter_store.h"
#include "aws/s3.h"
#include "aws/secrets_manager.h"
#include "base/alarm.h"
#include "base/clock.h"
#include "base/environment.h"
#include "base/log.h"
#include "base/random.h"
#include "http/counting_client.h"
#include "http/curl_client.h"
#include "http/tls_algorithms.h"
#include "provider/action_lookup.h"
#include "provider/credential.h"
#include "provider/custom_auth_action.h"
#include "provider/data_action.h"
#include "provider/definition_reader.h"
#include "provider/event_handler.h"
#include "provider/event_metrics.h"
#include "provider/function_packages.h"
#include "provider/integration.h"
#include "provider/known_origins.h"
#include "provider/organisation.h"
#include "provider/settings.h"
#include "provider/stack_inquiry.h"

// Of glibc, without a header.
extern "C" int __nss_configure_lookup(const char* database, const char* services);  // NOLINT

namespace genesys_cfn {
namespace {

// Puts the program in this process anew, whatever its threads are stuck in. A process that ended between its report and
// its next poll would be a failed invocation to Lambda, which then delivers the event again (docs/decisions).
void StartAnew() {
  close_range(3, ~0U, 0);
  std::array<char*, 2> arguments = {const_cast<char*>("bootstrap"), nullptr};
  execve("/proc/self/exe", arguments.data(), environ);
  _exit(1);
}

// On a thread of its own, which is left behind when it takes longer than a second.
void Aside(std::function<void()> work) {
  auto done = std::make_shared<std::promise<void>>();
  const auto future = done->get_future();
  std::thread([done, work = std::move(work)] {
    work();
    done->set_value();
  }).detach();
  future.wait_for(std::chrono::seconds{1});
}

int Run() {
  const ProcessEnvironment environment;
  SystemClock clock;
  SystemRandom random;
  JsonLinesLogger logger(std::cout, clock);
  const auto client = http::MakeCurlClient(environment);

  const auto settings = provider::ReadSettings(environment);
  if (!settings) {
    logger.LogError("configuration", {{"reason", settings.error().message}});
    const std::string api = environment.GetOr("AWS_LAMBDA_RUNTIME_API", "");
    if (!api.empty()) {
      const auto reported =
          aws::LambdaRuntime({*client, logger}, api).ReportInitError("Runtime.Configuration", settings.error().message);
      if (!reported) logger.LogError("init_error_not_reported", {{"reason", reported.error().message}});
    }
    return 1;
  }

  http::CountingClient counted(*client);
  aws::SecretsManager secrets({counted, clock, random}, settings->credentials, settings->region,
                              settings->secrets_manager_endpoint);
  aws::ParameterStore parameters({counted, clock, random}, settings->credentials, settings->region,
                                 settings->parameter_store_endpoint);
  aws::S3 objects({counted, clock, random}, settings->credentials, settings->region, settings->s3_endpoint);
  provider::AwsDefinitionReader definitions({objects, parameters, secrets});
  aws::CloudFormationClient cloudformation({counted, clock}, settings->credentials, settings->region,
                                           settings->cloudformation_endpoint);
  provider::CloudFormationInquiry inquiry(cloudformation, clock, random);
  provider::Organisation organisation({counted, clock, random, logger, secrets, parameters}, *settings);
  provider::AwsFunctionPackages packages({objects, counted, clock, random}, settings->answer_hosts);
  provider::DataActionResource data_action(
      {organisation, inquiry, clock, logger, definitions, {settings->secret_id, settings->secret_parameter}, packages});
  const provider::ManagedResource::Parts managed{organisation, inquiry, clock, logger};
  provider::IntegrationResource integration(managed);
  provider::CredentialResource credential(managed, definitions, {settings->secret_id, settings->secret_parameter});
  provider::ActionLookupResource lookup(managed);
  provider::CustomAuthActionResource custom_auth_action(managed);
  custom_resource::AnswerSender sender({counted, clock, random, logger}, settings->answer_hosts);

  // Parts of their own for the alarm's thread, without a log: the worker may be stuck in writing it.
  NullLogger silence;
  const auto cut_off_client = http::MakeCurlClient(environment);
  custom_resource::AnswerSender cut_off_sender({*cut_off_client, clock, random, silence}, settings->answer_hosts);
  aws::LambdaRuntime cut_off_runtime({*cut_off_client, silence}, settings->runtime_api);
  provider::CutOff cut_off{cut_off_sender, cut_off_runtime, StartAnew, Aside};
  ThreadAlarm alarm;
  provider::EmbeddedMetrics metrics(clock, settings->environment_label,
                                    [&](const std::string& line) { logger.WriteLine(line); });
  provider::EventHandler handler({clock,
                                  logger,
                                  sender,
                                  settings->environment_label,
                                  {{"Custom::GenesysDataAction", &data_action},
                                   {"Custom::GenesysIntegration", &integration},
                                   {"Custom::GenesysCredential", &credential},
                                   {"Custom::GenesysDataActionLookup", &lookup},
                                   {"Custom::GenesysCustomAuthAction", &custom_auth_action}},
                                  alarm,
                                  cut_off,
                                  counted,
                                  metrics});

  aws::LambdaRuntime runtime({*client, logger}, settings->runtime_api);
  client->Warm(provider::KnownOrigins(*settings));
  const Error end = runtime.Run([&](const aws::Invocation& invocation) { return handler.Handle(invocation); });
  logger.Info("runtime_ended", {{"reason", end.message}});
  return 1;
}

}  // namespace
}  // namespace genesys_cfn

int main() {
  // A static glibc program must not load the target's name service modules: they are of another glibc and would abort
  // it.
  __nss_configure_lookup("hosts", "files dns");
  // A core file would hold the client's secret and every token.
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // What one event frees the next one needs: to give it back in between would cost page faults.
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
  mallopt(M_TOP_PAD, 256 << 10);
  genesys_cfn::http::OfferOnlyTlsAlgorithms();  // without it everything works too, only later
  return genesys_cfn::Run();
}
