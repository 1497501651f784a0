// SPDX-License-Identifier: Apache-2.0
// What must be true of adoptions, whatever is adopted: what people made before is not deleted but by a Delete that is
// to do so, it gets no tag, and nothing is made in its place. Judges by the events and by what was done, not by the
// provider's words.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "json/value.h"

namespace genesys_cfn::simulation {

struct DeliveryRecord;

// The id that these properties of an event take over; empty: none.
std::string AdoptedBy(const json::Value* properties);
// The event makes something its own that it did not have: whatever stands there is written over.
bool BeginsToAdopt(const json::Value& event, std::string_view id);

class AdoptionWitness {
 public:
  explicit AdoptionWitness(std::function<void(const std::string& what)> violate) : violate_(std::move(violate)) {}

  // The delivery has made something, while what it adopts is there.
  void MadeBeside(const DeliveryRecord& delivery);
  enum class Tag { kNone, kThere };
  void Wrote(const DeliveryRecord& delivery, const std::string& id, bool is_same, Tag tag);
  // Whether that was what a template asks for.
  bool Deleted(const DeliveryRecord& delivery, const std::string& id);

  // Those that people made for stacks to adopt, and that nobody was to delete so far.
  std::set<std::string> by_hand;
  // The stack may have another property on record than it has done (docs/guarantees.md). Counts it.
  std::function<bool(const std::string& stack_id)> excuses = [](const std::string&) { return false; };

 private:
  std::function<void(const std::string& what)> violate_;
};

}  // namespace genesys_cfn::simulation
