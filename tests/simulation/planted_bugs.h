// SPDX-License-Identifier: Apache-2.0
// Mistakes planted at the provider's seams - the events it gets, the requests it sends, the answers it reads, its log -
// to prove that the simulation notices them. The shipped code has no hook for this.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/log.h"
#include "http/client.h"
#include "json/value.h"

namespace genesys_cfn::simulation {

// What the stacks of a run hold.
enum class Population {
  kActions,     // data actions
  kObjects,     // integrations and credentials
  kFunctions,   // data actions that run functions
  kReferences,  // look-ups and authentication actions
};

class PlantedBug {
 public:
  struct Entry {
    std::string_view name;
    std::string_view meaning;
    uint64_t within_seeds = 300;  // counted from seed 1
    Population population = Population::kActions;
  };
  // All that there are.
  static std::span<const Entry> All();
  // No bug for an empty name; nullopt for one that is not in the list.
  static std::optional<PlantedBug> Named(std::string_view name);

  [[nodiscard]] bool Is(std::string_view name) const { return name_ == name; }

 private:
  explicit PlantedBug(std::string_view name) : name_(name) {}
  std::string_view name_;
};

// The network as a provider with the bug would use it. Forwards everything when there is no bug.
class BuggyClient final : public http::Client {
 public:
  BuggyClient(http::Client& network, const PlantedBug& bug) : network_(network), bug_(bug) {}

  // The event as the provider with the bug would understand it.
  std::string BeginEvent(const std::string& payload, Logger& logger);
  Result<http::Response> Send(const http::Request& request, const http::CallOptions& options) override;
  std::vector<Result<http::Response>> SendAll(std::span<const http::Request> requests,
                                              const http::CallOptions& options) override;

 private:
  // A request that is not sent at all, or is answered otherwise.
  std::optional<Result<http::Response>> InPlaceOf(const http::Request& request, const http::CallOptions& options);
  http::Request Changed(const http::Request& request, const http::CallOptions& options);
  Result<http::Response> ChangedAnswer(const http::Request& request, Result<http::Response> answer,
                                       const http::CallOptions& options);
  void PublishDraft(const http::Request& test, const http::CallOptions& options);
  std::optional<Result<http::Response>> InPlaceOfObject(const http::Request& request);
  http::Request ChangedObject(const http::Request& request);
  // buggy_adoptions.cc
  [[nodiscard]] std::string AdoptedNow() const;
  [[nodiscard]] std::string AdoptedBefore() const;
  void ChangeAdoption(json::Object& event) const;
  http::Request ChangedAdoption(const http::Request& request) const;
  void BeforeAnswerOfAdoption(const http::Request& answer, const http::CallOptions& options);
  // buggy_functions.cc
  std::optional<Result<http::Response>> InPlaceOfFunction(const http::Request& request);
  http::Request ChangedFunction(const http::Request& request);
  Result<http::Response> AnswerOfFunction(const http::Request& request, Result<http::Response> answer,
                                          const http::CallOptions& options);
  // buggy_references.cc
  http::Request Own(std::string method, std::string target, std::string body) const;
  std::optional<json::Value> Ask(const std::string& target, const http::CallOptions& options);
  void BeforeAnswer(const http::CallOptions& options);
  http::Request ChangedReference(const http::Request& request, const http::CallOptions& options);
  void ChangeList(json::Value& body);
  Result<http::Response> AnswerOfReference(const http::Request& request, Result<http::Response> answer,
                                           const http::CallOptions& options);
  void DeleteAllOfOwner(const http::Request& request, const http::CallOptions& options);

  http::Client& network_;
  const PlantedBug& bug_;
  json::Value event_;
  std::set<std::string> gone_;
  std::string authorization_;  // the last; and where it was sent
  std::string genesys_origin_;
  bool patched_ = false;
  bool answered_ = false;
  bool opens_draft_ = false;  // in this event
  std::string written_;       // a value of the last credential that was written
};

}  // namespace genesys_cfn::simulation
