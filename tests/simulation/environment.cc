// SPDX-License-Identifier: Apache-2.0
#include "simulation/environment.h"

namespace genesys_cfn::simulation {

SimulatedAlarm::~SimulatedAlarm() {
  ++*set_;
  if (ringing_ && !ringing_->ended() && ringing_.get() != scheduler_.current()) ringing_->Kill();
}

void SimulatedAlarm::Set(SteadyTime time, std::function<void()> callback) {
  const int set = ++*set_;
  const auto delay = std::chrono::ceil<Milliseconds>(time - scheduler_.SteadyNow());
  scheduler_.After(std::max(delay, Milliseconds{0}), [this, set, now = std::weak_ptr<int>(set_), callback] {
    const auto current = now.lock();
    if (current && *current == set) ringing_ = scheduler_.Start(callback);
  });
}

void SimulatedAlarm::Cancel() {
  ++*set_;
  // A worker that was cut off is unwound past here.
  while (ringing_ && !ringing_->ended() && !scheduler_.current()->killed()) scheduler_.SleepFor(Milliseconds{10});
}

Environment::Environment(const Parts& parts)
    : clock_(parts.scheduler, parts.clock_skew),
      network_({parts.scheduler, parts.faults, parts.services, parts.active_delivery, parts.broke, parts.tell}),
      buggy_client_(network_, parts.bug),
      client_(buggy_client_),
      logger_(parts.logger),
      secrets_({client_, clock_, parts.random}, parts.settings.credentials, parts.settings.region,
               parts.settings.secrets_manager_endpoint),
      parameters_({client_, clock_, parts.random}, parts.settings.credentials, parts.settings.region,
                  parts.settings.parameter_store_endpoint),
      objects_({client_, clock_, parts.random}, parts.settings.credentials, parts.settings.region,
               parts.settings.s3_endpoint),
      definitions_({objects_, parameters_, secrets_}),
      packages_({objects_, client_, clock_, parts.random}, custom_resource::AllowedHosts::kLoopbackToo),
      cloudformation_({client_, clock_}, parts.settings.credentials, parts.settings.region,
                      parts.settings.cloudformation_endpoint),
      inquiry_(cloudformation_, clock_, parts.random),
      organisation_({client_, clock_, parts.random, logger_, secrets_, parameters_}, parts.settings),
      data_action_({organisation_, inquiry_, clock_, logger_, definitions_, {parts.settings.secret_id, ""}, packages_}),
      integration_({organisation_, inquiry_, clock_, logger_}),
      credential_({organisation_, inquiry_, clock_, logger_}, definitions_, {parts.settings.secret_id, ""}),
      look_up_({organisation_, inquiry_, clock_, logger_}),
      custom_auth_({organisation_, inquiry_, clock_, logger_}),
      sender_({client_, clock_, parts.random, logger_}, custom_resource::AllowedHosts::kLoopbackToo),
      runtime_({client_, logger_}, "runtime.test"),
      cut_off_{sender_, runtime_, [this] { end_(); }},
      alarm_(parts.scheduler),
      handler_({clock_,
                logger_,
                sender_,
                "simulation",
                {{"Custom::GenesysDataAction", &data_action_},
                 {"Custom::GenesysIntegration", &integration_},
                 {"Custom::GenesysCredential", &credential_},
                 {"Custom::GenesysDataActionLookup", &look_up_},
                 {"Custom::GenesysCustomAuthAction", &custom_auth_}},
                alarm_,
                cut_off_,
                client_,
                metrics_}) {}

aws::InvocationOutcome Environment::Handle(const aws::Invocation& invocation, int delivery, std::function<void()> end) {
  end_ = std::move(end);
  network_.WorkFor(delivery);
  aws::Invocation received = invocation;
  received.deadline += clock_.skew();
  received.event = buggy_client_.BeginEvent(invocation.event, logger_);
  return handler_.Handle(received);
}

}  // namespace genesys_cfn::simulation
