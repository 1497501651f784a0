// SPDX-License-Identifier: Apache-2.0
// One element of `cases`, and `defaults`. Internal to this folder.
#pragma once

#include "action_tests/member_reader.h"
#include "action_tests/test_file.h"

namespace genesys_cfn::action_tests {

// What a case may share with others: inputs, credentials, authResponse, response and request.
TestCase ReadDefaults(const MemberReader& reader);
// `defaults` with what the case says: members of objects are added to, everything else is replaced.
TestCase ReadCase(const MemberReader& reader, const TestCase& defaults);

}  // namespace genesys_cfn::action_tests
