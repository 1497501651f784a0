// SPDX-License-Identifier: Apache-2.0
// The form of ~/.aws/config and ~/.aws/credentials: sections in brackets with settings below them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::aws {

// Names in lower case. Values may be secrets: they must not get into a message.
using IniSection = std::map<std::string, std::string, std::less<>>;
// By the text between the brackets.
using IniFile = std::map<std::string, IniSection, std::less<>>;

// As the AWS CLI reads them: `#` and `;` begin a comment at the start of a line; "=" or ":" parts name and value; a
// line that begins with a blank goes on with the value before it; settings below a setting without a value (`s3 =`) are
// left out. A section that comes twice is one, and the later of two settings counts. kInvalidInput names the line,
// never its content.
Result<IniFile> ParseIni(std::string_view text);

}  // namespace genesys_cfn::aws
