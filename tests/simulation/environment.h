// SPDX-License-Identifier: Apache-2.0
// One execution environment of the function: the provider's real parts, as apps/bootstrap_main.cc wires them, on the
// simulated network and clock. Keeps its caches between events, as a warm process does.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "aws/cloudformation_client.h"
#include "aws/lambda_runtime.h"
#include "aws/parameter_store.h"
#include "aws/s3.h"
#include "aws/secrets_manager.h"
#include "base/alarm.h"
#include "base/log.h"
#include "custom_resource/delivery.h"
#include "http/counting_client.h"
#include "provider/action_lookup.h"
#include "provider/credential.h"
#include "provider/custom_auth_action.h"
#include "provider/data_action.h"
#include "provider/definition_reader.h"
#include "provider/event_handler.h"
#include "provider/event_metrics.h"
#include "provider/function_packages.h"
#include "provider/integration.h"
#include "provider/organisation.h"
#include "provider/settings.h"
#include "provider/stack_inquiry.h"
#include "simulation/network.h"
#include "simulation/planted_bugs.h"
#include "simulation/scheduler.h"

namespace genesys_cfn::simulation {

// Rings in virtual time, in a process of its own, as the real one has a thread of its own.
class SimulatedAlarm final : public Alarm {
 public:
  explicit SimulatedAlarm(Scheduler& scheduler) : scheduler_(scheduler) {}
  ~SimulatedAlarm() override;
  void Set(SteadyTime time, std::function<void()> callback) override;
  void Cancel() override;

 private:
  Scheduler& scheduler_;
  std::shared_ptr<int> set_ = std::make_shared<int>(0);  // counts what was set and cancelled
  std::shared_ptr<Process> ringing_;
};

class NoMetrics final : public provider::MetricsSink {
 public:
  void Record(const provider::EventMetrics& /*metrics*/) override {}
};

class Environment {
 public:
  struct Parts {
    Scheduler& scheduler;
    FaultPlan& faults;
    Services services;
    Random& random;
    Logger& logger;
    const provider::Settings& settings;
    Milliseconds clock_skew;
    const PlantedBug& bug;
    int& active_delivery;
    std::function<void(int delivery, Party party, Fault fault)> broke;
    std::function<void(std::string line)> tell;
  };
  explicit Environment(const Parts& parts);

  // Within a process of the scheduler. The deadline is in true time. `end`: the alarm has answered, and the worker must
  // not go on.
  aws::InvocationOutcome Handle(const aws::Invocation& invocation, int delivery, std::function<void()> end);
  [[nodiscard]] int requests() const { return network_.requests(); }

 private:
  std::function<void()> end_;
  SkewedClock clock_;
  SimulatedNetwork network_;
  BuggyClient buggy_client_;
  http::CountingClient client_;
  NoMetrics metrics_;
  Logger& logger_;
  aws::SecretsManager secrets_;
  aws::ParameterStore parameters_;
  aws::S3 objects_;
  provider::AwsDefinitionReader definitions_;
  provider::AwsFunctionPackages packages_;
  aws::CloudFormationClient cloudformation_;
  provider::CloudFormationInquiry inquiry_;
  provider::Organisation organisation_;
  provider::DataActionResource data_action_;
  provider::IntegrationResource integration_;
  provider::CredentialResource credential_;
  provider::ActionLookupResource look_up_;
  provider::CustomAuthActionResource custom_auth_;
  custom_resource::AnswerSender sender_;
  aws::LambdaRuntime runtime_;
  provider::CutOff cut_off_;
  SimulatedAlarm alarm_;
  provider::EventHandler handler_;
};

}  // namespace genesys_cfn::simulation
