// SPDX-License-Identifier: Apache-2.0
// One kind of thing that a resource type manages, as far as kinds differ: how it is made, read, written, found and
// removed. What is done with it, and when, is the same for all of them: object_lifecycle.h. An implementation is made
// for one event, with a session.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "custom_resource/answer.h"
#include "definition/ownership_tag.h"
#include "genesys/entity_calls.h"
#include "genesys/session.h"
#include "json/value.h"
#include "provider/object_state.h"
#include "provider/ownership.h"

namespace genesys_cfn::provider {

struct LiveObject {
  std::string id;
  json::Object state;  // the members that a template can state, as they stand, without the tag
  std::optional<definition::OwnershipTag> tag;
  json::Object entity;  // the platform's model: for what is written and for the attributes
  json::Object config;  // a second model, of kinds that have one
};

struct TaggedObject {
  std::string id;
  definition::OwnershipTag tag;
};

// Errors are for people, and hold no value of a secret.
class ManagedObject {
 public:
  virtual ~ManagedObject() = default;

  [[nodiscard]] virtual std::string_view noun() const = 0;  // "integration"
  // Whether an id can be one of the platform's. Another one was made up by CloudFormation (aws-protocols.md 1.7).
  [[nodiscard]] virtual bool IsPlatformId(std::string_view id) const = 0;

  // Whether a read shows every write, so that what stands as an Update stated it means that this Update writes no more.
  [[nodiscard]] virtual bool ShowsEveryWrite() const = 0;

  // Before anything is written: does the platform know what is desired? The result is what is desired with types
  // restored. kInvalidInput lists what is wrong; in a stack that rolls back nothing is, because what was deployed once
  // must be deployable again, and what it refers to in vain is left out.
  virtual Result<json::Object> Prepare(const json::Object& desired, StackDirection direction) = 0;
  // nullopt: it is gone, or not visible yet.
  virtual Result<std::optional<LiveObject>> Read(const std::string& id) = 0;
  virtual Result<std::vector<TaggedObject>> FindTagged(const TagMatch& match) = 0;
  // One POST, never repeated, of something that carries the tag; its id. It need not be as desired yet.
  // kOutcomeUnknown: it may exist.
  virtual Result<std::string> Make(const json::Object& desired, const definition::OwnershipTag& tag,
                                   const genesys::Permit& permit) = 0;
  // Of what is desired, what a creation that was interrupted may not have written yet.
  [[nodiscard]] virtual json::Object Unfinished(const LiveObject& live, const json::Object& desired) const = 0;
  // Leads from `live` to `target` and keeps the tag. kReadAgain and kGone: perhaps not everything was written.
  virtual Result<genesys::EntityWrite> Write(const LiveObject& live, const json::Object& target,
                                             StackDirection direction, const genesys::Permit& permit) = 0;
  // Waits until the platform reports that it works as desired.
  virtual Result<void> Settle(const std::string& id, const json::Object& desired) = 0;
  // Why it must not be deleted now: who uses it (kConflict), or why that is not known.
  virtual Result<void> RefuseIfUsed(const std::string& id) = 0;
  // False when it was gone already.
  virtual Result<bool> Remove(const std::string& id) = 0;

  [[nodiscard]] virtual custom_resource::Answer AnswerOf(const LiveObject& live) const = 0;
};

}  // namespace genesys_cfn::provider
