// SPDX-License-Identifier: Apache-2.0
#include "provider/progress.h"

#include <utility>

#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "provider/answers.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

void Progress::AnswerWith(std::string physical_id) {
  const std::lock_guard lock(mutex_);
  record_.physical_id = std::move(physical_id);
}

void Progress::Doing(std::string what) {
  const std::lock_guard lock(mutex_);
  record_.doing = std::move(what);
}

void Progress::Done(std::string what) {
  const std::lock_guard lock(mutex_);
  record_.doing.clear();
  record_.done.push_back(std::move(what));
}

Progress::Record Progress::Get() const {
  const std::lock_guard lock(mutex_);
  return record_;
}

std::string Describe(const Progress::Record& record) {
  const std::string done = Join(record.done, "; ");
  if (record.doing.empty()) return done.empty() ? "" : Concat("Done so far: ", done, ".");
  return Concat("It was ", record.doing, ".", done.empty() ? "" : Concat(" Done before: ", done, "."));
}

std::string IdForUnknownOutcome(const custom_resource::Request& request) {
  return IdForUnknownOutcome(request, NameForMessages(request.properties));
}

std::string IdForUnknownOutcome(const custom_resource::Request& request, std::string_view name) {
  std::string incoming = request.address.physical_id.value_or("");
  const auto marker = custom_resource::ParseMarker(incoming);
  const bool nothing = incoming.empty() || (marker && marker->kind == custom_resource::MarkerKind::kNothing);
  switch (request.type) {
    case custom_resource::RequestType::kDelete:
      return IdForFailure(request);
    case custom_resource::RequestType::kUpdate:
      if (!nothing) return incoming;
      break;
    case custom_resource::RequestType::kCreate:
      break;
  }
  return UnknownMarker(request, name);
}

}  // namespace genesys_cfn::provider
