// SPDX-License-Identifier: Apache-2.0
// Writing the XML of the Query API and of S3's errors: elements only, text escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace genesys_cfn::emulator {

class XmlWriter {
 public:
  // Elements are closed in reverse order; Finish closes what is open.
  XmlWriter& Open(std::string_view name, std::string_view xml_namespace = {});
  XmlWriter& Close();
  XmlWriter& Element(std::string_view name, std::string_view text);
  // Nothing for an empty text.
  XmlWriter& ElementIfAny(std::string_view name, std::string_view text);
  XmlWriter& Empty(std::string_view name);
  std::string Finish();

 private:
  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace genesys_cfn::emulator
