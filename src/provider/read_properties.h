// SPDX-License-Identifier: Apache-2.0
// The properties of one event, new and old, with the definitions that stand elsewhere fetched: what takes the place of
// ParseProperties where the network may be used. A Delete needs none of it.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "json/value.h"
#include "provider/definition_reader.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

struct NewProperties {
  std::optional<DataActionProperties> properties;  // present if and only if there are no problems
  std::vector<definition::Problem> problems;
  // The definition could not be fetched. That may be different at another delivery of the same request, so an earlier
  // one may have got further; all other problems are the same each time.
  bool not_fetched = false;
};

struct OldProperties {
  enum class State {
    kKnown,      // `properties` say what the last deployment stated
    kInvalid,    // they were refused when they were new: nothing was written by them
    kNotJudged,  // they were perhaps written, but what they stated is not known: the reference has no version and no
                 // digest, the text cannot be read (any more), or it is another one by its digest
  };
  State state = State::kInvalid;
  std::optional<DataActionProperties> properties;
};

// For one event. Not thread-safe.
class PropertiesReader {
 public:
  struct Parts {
    DefinitionReader& definitions;
    Clock& clock;
    OwnCredentials own;
  };
  // The deadline is for the new properties' definition; an old one is given five seconds of it at most.
  PropertiesReader(Parts parts, SteadyTime deadline) : parts_(std::move(parts)), deadline_(deadline) {}

  // What cannot be fetched is a problem at the property that names it.
  NewProperties ReadNew(const json::Object& properties);
  // Never a failure. A text that was fetched for the new properties is not fetched again.
  OldProperties ReadOld(const json::Object& properties);

 private:
  Result<Secret<std::string>> Fetch(const DefinitionReference& reference, SteadyTime deadline);

  Parts parts_;
  SteadyTime deadline_;
  std::optional<std::pair<DefinitionReference, Secret<std::string>>> last_;
};

}  // namespace genesys_cfn::provider
