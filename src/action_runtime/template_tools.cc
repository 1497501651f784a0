// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/template_tools.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "action_runtime/java_text.h"
#include "action_runtime/template_math_tool.h"
#include "base/encoding.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

using TextFunction = CallResult (*)(const std::string& text);

VelocityValue Made(std::string text) {
  return VelocityValue(std::move(text));
}

CallResult JsonEncode(const std::string& text) {
  const std::string quoted = json::Quote(text);
  return Made(quoted.substr(1, quoted.size() - 2));
}

CallResult JsonDecode(const std::string& text) {
  const auto value = json::Parse(Concat("\"", text, "\""));
  if (!value || value->AsString() == nullptr) {
    return CallFailure{"jsonDecode is called with a text that is no inside of a JSON string",
                       "Its quotes and backslashes must be escaped"};
  }
  return Made(*value->AsString());
}

// As java.net.URLEncoder.
CallResult FormEncode(const std::string& text) {
  constexpr std::string_view kKept = ".-*_";
  std::string out;
  for (const char byte : text) {
    const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
    if (is_letter || kKept.find(byte) != std::string_view::npos) {
      out += byte;
    } else if (byte == ' ') {
      out += '+';
    } else {
      out += Concat("%", HexEncode(std::string_view(&byte, 1)));
      std::transform(out.end() - 2, out.end(), out.end() - 2,
                     [](char digit) { return digit >= 'a' ? static_cast<char>(digit - 32) : digit; });
    }
  }
  return Made(std::move(out));
}

CallResult UriEncode(const std::string& text) {
  return Made(PercentEncode(text));
}

std::string JavaEscaped(const std::string& text, std::string_view also) {
  std::string out;
  for (const char16_t unit : ToUtf16(text)) {
    constexpr std::string_view kControls = "\b\t\n\f\r";
    constexpr std::string_view kLetters = "btnfr";
    if (const size_t at = unit < 0x20 ? kControls.find(static_cast<char>(unit)) : std::string_view::npos;
        at != std::string_view::npos) {
      out += '\\';
      out += kLetters[at];
    } else if (unit < 0x20 || unit > 0x7E) {
      std::array<char, 8> buffer{};
      std::snprintf(buffer.data(), buffer.size(), "\\u%04X", static_cast<unsigned>(unit));
      out += buffer.data();
    } else {
      const char byte = static_cast<char>(unit);
      if (byte == '"' || byte == '\\' || also.find(byte) != std::string_view::npos) out += '\\';
      out += byte;
    }
  }
  return out;
}

std::string MarkupEscaped(const std::string& text, bool with_apostrophe) {
  std::string out;
  for (const char byte : text) {
    if (byte == '&') {
      out += "&amp;";
    } else if (byte == '<') {
      out += "&lt;";
    } else if (byte == '>') {
      out += "&gt;";
    } else if (byte == '"') {
      out += "&quot;";
    } else if (byte == '\'' && with_apostrophe) {
      out += "&apos;";
    } else {
      out += byte;
    }
  }
  return out;
}

CallResult Html(const std::string& text) {
  if (std::any_of(text.begin(), text.end(), [](char byte) { return static_cast<unsigned char>(byte) > 0x7E; })) {
    return CallFailure{"$esc.html is supported for ASCII only", "Use $esc.xml"};
  }
  return Made(MarkupEscaped(text, false));
}

// What SOSL reserves.
CallResult EscapeReserved(const std::string& text) {
  constexpr std::string_view kReserved = "?&|!{}[]()^~*:\\\"'+-";
  std::string out;
  for (const char byte : text) {
    if (kReserved.find(byte) != std::string_view::npos) out += '\\';
    out += byte;
  }
  return Made(std::move(out));
}

const std::map<std::string_view, TextFunction>& EscapeFunctions() {
  static const std::map<std::string_view, TextFunction> functions = {
      {"html", Html},
      {"java", [](const std::string& text) -> CallResult { return Made(JavaEscaped(text, "")); }},
      {"javascript", [](const std::string& text) -> CallResult { return Made(JavaEscaped(text, "'/")); }},
      {"jsonDecode", JsonDecode},
      {"jsonEncode", JsonEncode},
      {"jsonString", JsonEncode},
      {"sql", [](const std::string& text) -> CallResult { return Made(ReplaceAll(text, "'", "''")); }},
      {"uriEncode", UriEncode},
      {"url", FormEncode},
      {"urlFormEncode", FormEncode},
      {"xml", [](const std::string& text) -> CallResult { return Made(MarkupEscaped(text, true)); }},
  };
  return functions;
}

const std::map<std::string_view, std::string_view>& EscapeConstants() {
  static const std::map<std::string_view, std::string_view> constants = {
      {"b", "\\"},          {"backslash", "\\"}, {"d", "$"},    {"dollar", "$"},     {"e", "!"},
      {"exclamation", "!"}, {"h", "#"},          {"hash", "#"}, {"n", "\n"},         {"newline", "\n"},
      {"q", "\""},          {"quote", "\""},     {"s", "'"},    {"singleQuote", "'"}};
  return constants;
}

// Null stays null: the reference then prints its source text.
CallResult OnText(const MethodCall& call, TextFunction function) {
  if (call.arguments.size() != 1) return NoSuchMethod();
  if (call.arguments[0].is_null()) return VelocityValue();
  auto text = LimitedText(call.arguments[0], call.budget);
  if (auto* failure = std::get_if<CallFailure>(&text)) return std::move(*failure);
  CallResult out = function(std::get<std::string>(text));
  if (const auto* value = std::get_if<VelocityValue>(&out); value != nullptr && value->AsString() != nullptr) {
    if (!call.budget.TakeText(value->AsString()->size())) return LimitReached(call.budget);
  }
  return out;
}

// The JSON that an argument of $successTemplateUtils stands for: values of the translation map are JSON texts.
std::variant<json::Value, CallFailure> JsonArgument(const MethodCall& call, size_t index) {
  auto text = LimitedText(call.arguments[index], call.budget);
  if (auto* failure = std::get_if<CallFailure>(&text)) return std::move(*failure);
  if (!call.budget.TakeSteps(std::get<std::string>(text).size() / 8)) return LimitReached(call.budget);
  auto value = json::Parse(std::get<std::string>(text));
  if (!value) {
    return CallFailure{Concat("argument ", index + 1, " of ", call.name, " is not JSON"),
                       "Pass a key of the translation map as it is: ${key} or \"${key}\""};
  }
  return *std::move(value);
}

CallResult Element(const json::Value& value, WorkBudget& budget) {
  std::string text = json::Write(value);
  if (!budget.TakeText(text.size())) return LimitReached(budget);
  return Made(std::move(text));
}

CallResult FirstFromArray(const MethodCall& call) {
  if (call.arguments.empty() || call.arguments.size() > 2) return NoSuchMethod();
  const VelocityValue& first = call.arguments[0];
  if (const auto list = first.AsList(); list && !list->items.empty()) return list->items[0];
  if (!first.is_null() && !first.AsList()) {
    const auto value = JsonArgument(call, 0);
    if (const auto* failure = std::get_if<CallFailure>(&value)) return *failure;
    const json::Array* array = std::get<json::Value>(value).AsArray();
    if (array == nullptr)
      return CallFailure{"firstFromArray is called with JSON that is no array",
                         "A JSONPath with a filter or .. gives one"};
    if (!array->empty()) return Element(array->front(), call.budget);
  }
  if (call.arguments.size() == 2) return call.arguments[1];
  return CallFailure{"firstFromArray is called with an empty array and without a fallback",
                     "Add one: firstFromArray(\"${key}\", \"$esc.quote$esc.quote\")"};
}

CallResult MoveKeysIntoArrayOfObjects(const MethodCall& call) {
  if (call.arguments.empty() || call.arguments.size() > 2 || call.arguments[0].is_null()) return NoSuchMethod();
  const auto value = JsonArgument(call, 0);
  if (const auto* failure = std::get_if<CallFailure>(&value)) return *failure;
  const json::Object* object = std::get<json::Value>(value).AsObject();
  if (object == nullptr) return CallFailure{"moveKeysIntoArrayOfObjects is called with JSON that is no object", {}};
  const std::string* name = call.arguments.size() == 2 ? call.arguments[1].AsString() : nullptr;
  json::Array out;
  for (const auto& [key, member] : *object) {
    json::Object item{{name == nullptr ? "key" : *name, key}};
    if (const json::Object* members = member.AsObject()) {
      for (const auto& [inner, inner_value] : *members) item.Set(inner, inner_value);
    } else {
      item.Set("value", member);
    }
    out.emplace_back(std::move(item));
  }
  return Element(out, call.budget);
}

CallResult FirstNonnull(const MethodCall& call) {
  for (const VelocityValue& argument : call.arguments) {
    const std::string* text = argument.AsString();
    if (!argument.is_null() && (text == nullptr || *text != "null")) return argument;
  }
  return VelocityValue();
}

CallResult OptionalQueryParam(const MethodCall& call) {
  if (call.arguments.size() != 2) return NoSuchMethod();
  auto name = LimitedText(call.arguments[0], call.budget);
  if (auto* failure = std::get_if<CallFailure>(&name)) return std::move(*failure);
  const VelocityValue& value = call.arguments[1];
  if (value.is_null() || (value.AsString() != nullptr && value.AsString()->empty())) return Made("");
  auto text = LimitedText(value, call.budget);
  if (auto* failure = std::get_if<CallFailure>(&text)) return std::move(*failure);
  const CallResult encoded = FormEncode(std::get<std::string>(text));
  return Made(Concat(std::get<std::string>(name), "=", *std::get<VelocityValue>(encoded).AsString()));
}

}  // namespace

bool IsKnownTool(std::string_view tool) {
  constexpr std::array<std::string_view, 6> kTools = {
      "esc", "encoding", "math", "urlTool", "successTemplateUtils", "salesforce"};
  return std::find(kTools.begin(), kTools.end(), tool) != kTools.end();
}

bool IsKnownToolMember(std::string_view tool, std::string_view member) {
  if (tool == "esc") return EscapeFunctions().contains(member) || EscapeConstants().contains(member);
  if (tool == "encoding") return member == "base64";
  if (tool == "math") return IsKnownMathMember(member);
  if (tool == "urlTool") return member == "optionalQueryParam";
  if (tool == "salesforce") return member == "escReserved";
  return tool == "successTemplateUtils" &&
         (member == "firstFromArray" || member == "firstNonnull" || member == "moveKeysIntoArrayOfObjects");
}

CallResult CallTool(std::string_view tool, const MethodCall& call) {
  if (!call.budget.TakeSteps(1)) return LimitReached(call.budget);
  if (tool == "math") return CallMathTool(call);
  if (!IsKnownToolMember(tool, call.name)) return NoSuchMethod();
  if (tool == "encoding") {
    return OnText(call, [](const std::string& text) -> CallResult { return Made(Base64Encode(text)); });
  }
  if (tool == "salesforce") return OnText(call, EscapeReserved);
  if (tool == "urlTool") return OptionalQueryParam(call);
  if (tool == "successTemplateUtils") {
    if (call.name == "firstFromArray") return FirstFromArray(call);
    return call.name == "firstNonnull" ? FirstNonnull(call) : MoveKeysIntoArrayOfObjects(call);
  }
  const auto function = EscapeFunctions().find(call.name);
  if (function == EscapeFunctions().end()) return NoSuchMethod();
  return OnText(call, function->second);
}

CallResult ToolConstant(std::string_view tool, std::string_view name) {
  const auto found = EscapeConstants().find(name);
  if (tool != "esc" || found == EscapeConstants().end()) return NoSuchMethod();
  return Made(std::string(found->second));
}

}  // namespace genesys_cfn::action_runtime
