// SPDX-License-Identifier: Apache-2.0
// The Lambda function: CloudFormation's custom resource provider for Genesys Cloud data actions.
#include <netdb.h>

#include <iostream>

#include "aws/cloudformation_client.h"
#include "aws/lambda_runtime.h"
#include "aws/parameter_store.h"
#include "aws/s3.h"
#include "aws/secrets_manager.h"
#include "base/clock.h"
#include "base/environment.h"
#include "base/log.h"
#include "base/random.h"
#include "http/curl_client.h"
#include "provider/data_action.h"
#include "provider/definition_reader.h"
#include "provider/event_handler.h"
#include "provider/organisation.h"
#include "provider/settings.h"
#include "provider/stack_inquiry.h"

// Of glibc, without a header.
extern "C" int __nss_configure_lookup(const char* database, const char* services);  // NOLINT

namespace genesys_cfn {
namespace {

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

  aws::SecretsManager secrets({*client, clock, random}, settings->credentials, settings->region,
                              settings->secrets_manager_endpoint);
  aws::ParameterStore parameters({*client, clock, random}, settings->credentials, settings->region,
                                 settings->parameter_store_endpoint);
  aws::S3 objects({*client, clock, random}, settings->credentials, settings->region, settings->s3_endpoint);
  provider::AwsDefinitionReader definitions({objects, parameters, secrets});
  aws::CloudFormationClient cloudformation({*client, clock}, settings->credentials, settings->region,
                                           settings->cloudformation_endpoint);
  provider::CloudFormationInquiry inquiry(cloudformation);
  provider::Organisation organisation({*client, clock, random, logger, secrets, parameters}, *settings);
  provider::DataActionResource data_action(
      {organisation, inquiry, clock, logger, definitions, {settings->secret_id, settings->secret_parameter}});
  custom_resource::AnswerSender sender({*client, clock, random, logger}, settings->answer_hosts);
  provider::EventHandler handler(
      {clock, logger, sender, settings->environment_label, {{"Custom::GenesysDataAction", &data_action}}});

  aws::LambdaRuntime runtime({*client, logger}, settings->runtime_api);
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
  return genesys_cfn::Run();
}
