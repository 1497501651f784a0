// SPDX-License-Identifier: Apache-2.0
// A Delete, as docs/lifecycle.md has it: of an action, of what a failed Create may have left, or of an id that
// CloudFormation invented. Never reads a definition, so that a broken or old one cannot block it.
#pragma once

#include <functional>
#include <string>

#include "base/log.h"
#include "base/result.h"
#include "custom_resource/physical_id.h"
#include "genesys/actions_client.h"
#include "genesys/session.h"
#include "provider/deletion_wishes.h"
#include "provider/lookup.h"
#include "provider/resource_type.h"
#include "provider/stack_inquiry.h"

namespace genesys_cfn::provider {

class ActionDeleter {
 public:
  struct Parts {
    StackInquiry& stacks;
    Clock& clock;
    Logger& logger;
    // Called only when something has to be asked of the organisation.
    std::function<Result<genesys::Session>()> connect;
    // The action's name in a definition that stands elsewhere; "" when it cannot be read. Called only when something is
    // to be looked for by a name that the properties do not tell.
    std::function<std::string()> name_elsewhere;
    genesys::ActionsApi actions_api = genesys::ActionsApi::kIntegrations;
  };
  // All must outlive the deleter.
  ActionDeleter(Parts parts, const custom_resource::Request& request, const EventContext& context)
      : parts_(std::move(parts)), request_(request), context_(context) {}

  // Success: nothing that this resource made is left, or what is left was not to be deleted. The physical id must be
  // there.
  Result<void> Delete();

 private:
  Result<void> DeleteUnknown(genesys::Session& session, const custom_resource::Marker& marker);
  [[nodiscard]] std::string NameBehind(const custom_resource::Marker& marker) const;
  [[nodiscard]] std::string NameOfAction() const;
  Result<void> DeleteKnown(genesys::Session& session);
  Result<void> CheckUse(genesys::Session& session, const std::string& id);
  Result<void> RefuseIfOvertaken();
  Result<bool> DeletePatiently(genesys::ActionsClient& actions, genesys::Session& session);
  Result<void> CheckOrganisation(genesys::Session& session);
  Result<void> SkipIfForbidden(const Error& error);
  Result<void> DeleteOfCancelledCreate(genesys::Session& session);
  Result<void> DeleteUnrecorded(genesys::Session& session, const TaggedAction& action);
  [[nodiscard]] bool MayBeInvented() const;
  [[nodiscard]] DeletionWishes Wishes() const;
  [[nodiscard]] Among Where() const;
  [[nodiscard]] const std::string& Id() const { return *request_.address.physical_id; }

  Parts parts_;
  const custom_resource::Request& request_;
  const EventContext& context_;
};

}  // namespace genesys_cfn::provider
