// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: any bytes are a path, or a mistake with its place; what is a path meets a document of each type.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "action_runtime/json_path.h"
#include "json/parse.h"

namespace {

namespace runtime = genesys_cfn::action_runtime;

constexpr char kDocument[] =
    R"({"a":{"b":[1,"2",null,{"a":[[],{}]}],"c":"x"},"list":[{"a":1},{"a":"1"},{"a":[1,2]}],"n":1.5e3,"t":true})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto path = runtime::ParseJsonPath(text);
  if (const auto* const error = std::get_if<runtime::TextError>(&path)) {
    if (error->offset > size || error->message.empty()) __builtin_trap();
    return 0;
  }
  static const auto document = genesys_cfn::json::Parse(kDocument).value();
  const auto result = runtime::EvaluateJsonPath(std::get<runtime::JsonPath>(path), document, {.visits = 20'000});
  if (result.has_value() && !std::get<runtime::JsonPath>(path).IsDefinite() && !result->is_array()) __builtin_trap();
  return 0;
}
