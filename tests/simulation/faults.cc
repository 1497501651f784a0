// SPDX-License-Identifier: Apache-2.0
#include "simulation/faults.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::array<std::string_view, static_cast<size_t>(Fault::kCount)> kNames = {
    "none",
    "refused connection",
    "lost request",
    "lost answer",
    "slow",
    "hung",
    "hung after acting",
    "401",
    "403",
    "409",
    "429",
    "429 bare",
    "5xx",
    "5xx after acting",
    "torn body",
    "oversize body",
    "wrong JSON",
    "killed before call",
    "killed after call",
};

bool Makes(Party party, Fault fault, std::string_view method) {
  switch (fault) {
    case Fault::kForbidden:
    case Fault::kRateLimitedBare:
      return party != Party::kLogin;
    case Fault::kUnauthorised:
      return party == Party::kOrganisation;
    case Fault::kConflict:
      return party == Party::kOrganisation && (method == "PATCH" || method == "PUT");
    case Fault::kWrongJson:
      return party != Party::kAnswers;
    default:
      return true;
  }
}

}  // namespace

std::string_view Name(Fault fault) {
  return kNames.at(static_cast<size_t>(fault));
}

FaultPlan::FaultPlan(Random& random, FaultCounts& counts) : random_(random), counts_(counts) {
  constexpr std::array<uint64_t, 6> kRates = {0, 10, 30, 60, 120, 250};
  per_mille_ = kRates.at(RandomBelow(random_, kRates.size()));
  const uint64_t mixture = RandomBelow(random_, 3);
  const auto only = static_cast<size_t>(1 + RandomBelow(random_, enabled_.size() - 1));
  for (size_t i = 1; i < enabled_.size(); ++i) {
    enabled_.at(i) = mixture == 0 || (mixture == 1 ? i == only : RandomBelow(random_, 2) == 0);
  }
}

Fault FaultPlan::Next(Party party, std::string_view method) {
  if (per_mille_ == 0 || RandomBelow(random_, 1'000) >= per_mille_) return Fault::kNone;
  const auto fault = static_cast<Fault>(1 + RandomBelow(random_, enabled_.size() - 1));
  if (!enabled_.at(static_cast<size_t>(fault)) || !Makes(party, fault, method)) return Fault::kNone;
  ++counts_.at(static_cast<size_t>(fault));
  return fault;
}

Milliseconds FaultPlan::Latency() {
  return Milliseconds{5 + static_cast<int64_t>(RandomBelow(random_, 60))};
}

}  // namespace genesys_cfn::simulation
