// SPDX-License-Identifier: Apache-2.0
#include "simulation/adoption_witness.h"

#include "base/text.h"
#include "simulation/witness.h"

namespace genesys_cfn::simulation {

std::string AdoptedBy(const json::Value* properties) {
  if (properties == nullptr) return "";
  for (const std::string_view name : {"AdoptActionId", "AdoptIntegrationId", "AdoptCredentialId"}) {
    if (auto id = properties->FindString(name)) return *std::move(id);
  }
  return "";
}

bool BeginsToAdopt(const json::Value& event, std::string_view id) {
  return AdoptedBy(event.Find("ResourceProperties")) == id && AdoptedBy(event.Find("OldResourceProperties")) != id;
}

void AdoptionWitness::MadeBeside(const DeliveryRecord& delivery) {
  if (excuses(delivery.event.FindString("StackId").value_or(""))) return;
  violate_(Concat("something was made in the place of ", AdoptedBy(delivery.event.Find("ResourceProperties")),
                  ", which is to be adopted"));
}

// A rollback to something adopted leaves it as it finds it.
void AdoptionWitness::Wrote(const DeliveryRecord& delivery, const std::string& id, bool is_same, Tag tag) {
  if (!by_hand.contains(id)) return;
  const bool is_adopted = AdoptedBy(delivery.event.Find("ResourceProperties")) == id;
  if (!is_adopted && !excuses(delivery.event.FindString("StackId").value_or(""))) {
    violate_(Concat(id, ", which was there before the stacks, was written and not adopted"));
  }
  if (tag == Tag::kThere) violate_(Concat("the adopted ", id, " has an ownership tag"));
  const bool goes_back_to_it = delivery.rolls_back && !delivery.could_not_ask && BeginsToAdopt(delivery.event, id) &&
                               delivery.event.FindString("RequestType") == "Update" &&
                               delivery.event.FindString("PhysicalResourceId") != id;
  if (goes_back_to_it && !is_same) violate_(Concat("a rollback to the adopted ", id, " wrote to it"));
}

bool AdoptionWitness::Deleted(const DeliveryRecord& delivery, const std::string& id) {
  const json::Value* properties = delivery.event.Find("ResourceProperties");
  const bool is_adopted = AdoptedBy(properties) == id && delivery.event.FindString("PhysicalResourceId") == id &&
                          delivery.event.FindString("RequestType") == "Delete";
  const bool is_wanted =
      is_adopted && properties->FindString("OnDelete") == "Delete" && !(delivery.rolls_back && !delivery.could_not_ask);
  const bool was_there = by_hand.erase(id) > 0;
  if (is_wanted) return true;
  if (was_there && !excuses(delivery.event.FindString("StackId").value_or(""))) {
    violate_(Concat(id, ", which was there before the stacks, was deleted"));
  } else if (!was_there && is_adopted) {
    violate_(Concat("the adopted ", id, " was deleted"));
  }
  return false;
}

}  // namespace genesys_cfn::simulation
