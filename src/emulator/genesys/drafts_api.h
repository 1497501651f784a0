// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations/actions/drafts and .../actions/{id}/draft (genesys-cloud-api.md 2.2, 2.8, 2.9). A draft has a
// version of its own, from 1. Contract and `secure` can change until the action is published for the first time.
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

Outcome ListDrafts(const ApiCall& call);
Outcome CreateDraft(const ApiCall& call);
// POST .../{id}/draft: a draft of the published action, which must not have one yet.
Outcome CreateDraftOfAction(const ApiCall& call);
Outcome GetDraft(const ApiCall& call);
Outcome PatchDraft(const ApiCall& call);
Outcome DeleteActionDraft(const ApiCall& call);
Outcome GetDraftValidation(const ApiCall& call);
// Ends the draft; the action gets its content and one version more.
Outcome PublishDraft(const ApiCall& call);
Outcome GetDraftTemplate(const ApiCall& call);
Outcome GetDraftSchema(const ApiCall& call);

}  // namespace genesys_cfn::emulator
