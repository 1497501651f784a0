// SPDX-License-Identifier: Apache-2.0
// One resource of a template as YAML text. Internal to this folder.
#pragma once

#include <string>
#include <string_view>

#include "json/value.h"

namespace genesys_cfn::project {

class ResourceText {
 public:
  // With ServiceToken and ServiceTimeout. `depends_on` is empty, or a logical id.
  ResourceText(std::string_view logical_id, std::string_view type, std::string_view depends_on = {});

  // "Name: value"; the value stands there as it is: "!Ref A", "900".
  ResourceText& As(std::string_view name, std::string_view value);
  // A JSON string is a YAML string too, whatever is in it.
  ResourceText& Text(std::string_view name, std::string_view text);
  // A mapping; As() and Text() go on inside of it until End().
  ResourceText& Begin(std::string_view name);
  ResourceText& End();
  // An object in blocks; as a string of JSON when it holds something else than texts, because CloudFormation makes
  // every scalar a text.
  ResourceText& Object(std::string_view name, const json::Object& object);
  ResourceText& Comment(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::string indentation_ = "      ";
};

}  // namespace genesys_cfn::project
