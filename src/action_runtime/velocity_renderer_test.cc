// SPDX-License-Identifier: Apache-2.0
// What Apache Velocity does not decide: the platform's names and tools, warnings, and the limits.
#include "action_runtime/velocity_renderer.h"

#include <gtest/gtest.h>

#include "action_runtime/template_tools.h"
#include "action_runtime/velocity_parser.h"
#include "action_runtime/velocity_references.h"
#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

TemplateScope RequestScope() {
  TemplateScope scope;
  scope.names = {{"input", json::Object{{"phone", "+1 (555)"},
                                        {"quote", "say \"hi\"\n"},
                                        {"id", "a b/c"},
                                        {"empty", ""},
                                        {"null", json::Null()},
                                        {"count", 3},
                                        {"big", json::Number{"123456789012345678901234567890"}},
                                        {"rawRequest", "{}"},
                                        {"euro", "\u20AC\U0001F600"}}},
                 {"credentials", json::Object{{"client_id", "id"}, {"client_secret", "secret"}}}};
  return scope;
}

TemplateScope SuccessScope() {
  TemplateScope scope;
  scope.undefined = UndefinedReference::kError;
  scope.names = {{"rawResult", "{\"a\":1}"},
                 {"ids", "[\"x\",\"y\"]"},
                 {"none", "[]"},
                 {"id", "\"x\""},
                 {"map", "{\"a\":{\"n\":1},\"b\":2}"}};
  return scope;
}

std::string Render(std::string_view text, const TemplateScope& scope, const RenderLimits& limits = {}) {
  const auto rendered = RenderVelocity(text, scope, limits);
  if (const auto* error = std::get_if<TextError>(&rendered)) return "error: " + Describe(text, *error);
  return std::get<Rendered>(rendered).text;
}

struct Case {
  std::string text;
  std::string expected;
};

void ExpectAll(const std::vector<Case>& cases, const TemplateScope& scope) {
  for (const Case& test : cases) EXPECT_EQ(Render(test.text, scope), test.expected) << test.text;
}

TEST(TemplateTools, OfThePlatform) {
  ExpectAll(
      {
          {"\"$esc.jsonEncode(${input.quote})\"", "\"say \\\"hi\\\"\\n\""},
          {"\"$esc.jsonString($input.quote)\"", "\"say \\\"hi\\\"\\n\""},
          {"$esc.jsonDecode('a\\n\\u0041')", "a\nA"},
          {"$esc.jsonDecode('\"')",
           "error: line 1, column 5: jsonDecode is called with a text that is no inside of a JSON string. "
           "Its quotes and backslashes must be escaped"},
          {"$esc.url($input.id)|$esc.urlFormEncode($input.id)|$esc.uriEncode($input.id)", "a+b%2Fc|a+b%2Fc|a%20b%2Fc"},
          {"$esc.url('~*_-.')|$esc.uriEncode('~*_-.')", "%7E*_-.|~%2A_-."},
          {"$esc.quote$esc.singleQuote", "\"'"},
          {"$encoding.base64(\"${credentials.client_id}:${credentials.client_secret}\")", "aWQ6c2VjcmV0"},
          {"?a=1&$urlTool.optionalQueryParam('q', $input.id)", "?a=1&q=a+b%2Fc"},
          {"[$urlTool.optionalQueryParam('q', $input.empty)$urlTool.optionalQueryParam('q', $input.missing)]", "[]"},
          {"$salesforce.escReserved($input.phone)", "\\+1 \\(555\\)"},
          {"$esc.jsonEncode($input.missing)", "$esc.jsonEncode($input.missing)"},
          {"$esc.unknown", "$esc.unknown"},
          {"$math.random()",
           "error: line 1, column 6: $math.random is not supported here. "
           "A template that gives something else each time cannot be tested"},
      },
      RequestScope());
  ExpectAll(
      {
          {"{\"a\": ${successTemplateUtils.firstFromArray(\"${ids}\", \"$esc.quote$esc.quote\")}}", "{\"a\": \"x\"}"},
          {"{\"a\": ${successTemplateUtils.firstFromArray(${none}, \"$esc.quote$esc.quote\")}}", "{\"a\": \"\"}"},
          {"$successTemplateUtils.firstFromArray($none)",
           "error: line 1, column 22: firstFromArray is called with an empty array and without a fallback. "
           "Add one: firstFromArray(\"${key}\", \"$esc.quote$esc.quote\")"},
          {"$successTemplateUtils.firstFromArray($id)",
           "error: line 1, column 22: firstFromArray is called with JSON that is no array. "
           "A JSONPath with a filter or .. gives one"},
          {"$successTemplateUtils.firstFromArray('x')",
           "error: line 1, column 22: argument 1 of firstFromArray is not JSON. "
           "Pass a key of the translation map as it is: ${key} or \"${key}\""},
          {"$successTemplateUtils.moveKeysIntoArrayOfObjects($map, 'name')",
           "[{\"name\":\"a\",\"n\":1},{\"name\":\"b\",\"value\":2}]"},
          {"$successTemplateUtils.firstNonnull($id, 'unknown')", "\"x\""},
      },
      SuccessScope());
  EXPECT_TRUE(IsKnownTool("urlTool"));
  EXPECT_FALSE(IsKnownTool("input"));
  EXPECT_TRUE(IsKnownToolMember("esc", "quote"));
  EXPECT_TRUE(IsKnownToolMember("math", "add"));
  EXPECT_FALSE(IsKnownToolMember("esc", "jsonencode"));
  EXPECT_TRUE(IsKnownMethod("replaceAll"));
  EXPECT_TRUE(IsKnownMethod("containsKey"));
  EXPECT_FALSE(IsKnownMethod("foo"));
}

TEST(VelocityRenderer, Values) {
  ExpectAll(
      {
          {"${input.big}|${input.count}", "123456789012345678901234567890|3"},
          {"${input.null}|$!{input.null}|${input.missing}", "${input.null}||${input.missing}"},
          {"$input.euro.length()|$input.euro.substring(1)|$input.euro.substring(0, 2)|$input.euro.charAt(0)",
           "3|\U0001F600|\u20AC?|\u20AC"},
          {"#set($a = \"\\uD83D\\uDE00\")$a", "\U0001F600"},
          {"#set($l = [])#set($t = $l.add($l))$l|#set($t = $l.add($l))$l", "[[]]|[[], [[]]]"},
          {"price in $", "price in $"},
          {"#", "#"},
          {"#set($a = 9223372036854775807 + 1)",
           "error: line 1, column 11: the result does not fit an integer of 64 bits. "
           "Compute with decimals: 1.0"},
          {"$input.id.getBytes()",
           "error: line 1, column 10: the method getBytes of texts is not supported here. "
           "docs/velocity.md lists those that are"},
          {"$input.id.matches('(?=a)b')",
           "error: line 1, column 10: the regular expression of matches is not supported: "
           "invalid perl operator: (?=. Look-around, back references and possessive quantifiers are "
           "not there; use replace or contains for plain text"},
          {"$input.id.substring(9)",
           "error: line 1, column 10: substring reaches beyond a text of 5 characters. Compare with length() first"},
          {"$input.id.class", "$input.id.class"},
      },
      RequestScope());
}

TEST(VelocityRenderer, NamesThatAreNotSetFailInSuccessTemplates) {
  ExpectAll(
      {
          {"{\"a\": ${missing}}",
           "error: line 1, column 7: $missing is not set. "
           "Give its key a JSONPath that matches, or a default in translationMapDefaults"},
          {"$successTemplateUtils.firstFromArray(\"${missing}\")",
           "error: line 1, column 39: $missing is not set. "
           "Give its key a JSONPath that matches, or a default in translationMapDefaults"},
          {"[$!{missing}]", "[]"},
          {"#if($missing)a#{else}b#end", "b"},
          {"#if($missing == 1)a#end",
           "error: line 1, column 5: $missing is not set. "
           "Give its key a JSONPath that matches, or a default in translationMapDefaults"},
          {"#set($made = 1)$made", "1"},
          {"${rawResult}", "{\"a\":1}"},
      },
      SuccessScope());
}

TEST(VelocityRenderer, WarningsNameWhatIsProbablyAMistake) {
  const auto warnings = [](std::string_view text) {
    std::vector<std::string> out;
    const auto rendered = RenderVelocity(text, RequestScope());
    for (const TemplateWarning& warning : std::get<Rendered>(rendered).warnings) {
      out.push_back(Concat(warning.offset, ": ", warning.message));
    }
    return Join(out, "\n");
  };
  EXPECT_EQ(Render("$Input.phone", RequestScope()), "+1 (555)");
  EXPECT_EQ(Render("${INPUT.Phone}", RequestScope()), "+1 (555)");
  EXPECT_EQ(warnings("/x/$Input.phone"), "3: $Input is written $input; whether the platform ignores case is not known");
  EXPECT_EQ(warnings("$input.Phone"), "6: .Phone is written .phone; whether the platform ignores case is not known");
  EXPECT_EQ(warnings("$missing"), "0: $missing has no value and is printed as it stands");
  EXPECT_EQ(warnings("$!missing"), "");
  EXPECT_EQ(warnings("$!input.phone.foo(1)"), "13: there is no foo with these arguments for a text");
  EXPECT_EQ(warnings("#foreach($i in $input.phone)#end"),
            "15: #foreach goes through lists and maps, not through a text");
  EXPECT_EQ(warnings("#set($a = $input.missing)"), "0: the value of #set is null, so the name keeps what it had");
}

TEST(VelocityRenderer, EachLimitHasItsError) {
  RenderLimits limits;
  limits.output_bytes = 1000;
  limits.work_bytes = 4000;
  limits.steps = 5000;
  limits.loop_iterations = 100;
  const std::string doubling = "#set($s = 'ab')#foreach($i in [1..90])#set($s = \"$s$s\")#end";
  const std::string lists = "#set($l = [])#foreach($i in [1..90])#set($l = [$l, $l])#end$l";
  const std::vector<Case> cases = {
      {"#foreach($i in [1..90])" + std::string(20, 'a') + "#end", "the result has more than 1000 bytes"},
      {doubling, "the result has more than 1000 bytes"},
      {"#set($s = 'ab')#foreach($i in [1..90])#set($s = $s + $s)#end", "a text has more than 1000 bytes"},
      {"#foreach($i in [1..90])#set($s = \"$i" + std::string(500, 'a') + "\")#end",
       "the texts on the way to the result are too large together"},
      {"#foreach($i in [1..101])#end", "#foreach runs more than 100 times"},
      {"#foreach($i in [1..20])#foreach($j in [1..20])#end#end", "#foreach runs more than 100 times"},
      {"#set($a = [1..999999999])", "the template takes too many steps"},
      {"#set($a = [-9223372036854775807..9223372036854775807])", "the template takes too many steps"},
      {lists, "lists and maps stand more than 50 levels inside each other"},
      {"$x.repeat(2000000000)", "a text has more than 1000 bytes"},
      {"$x.replaceAll('', '" + std::string(900, 'a') + "')", "a text has more than 1000 bytes"},
      {"$x.replace('', '" + std::string(900, 'a') + "')", "a text has more than 1000 bytes"},
      {"$x.matches('" + std::string(1001, 'a') + "')",
       "the regular expression of matches is not supported: it has more than 1000 bytes"},
  };
  TemplateScope scope;
  scope.names = {{"x", "xyz"}};
  for (const Case& test : cases) {
    const auto rendered = RenderVelocity(test.text, scope, limits);
    const auto* error = std::get_if<TextError>(&rendered);
    ASSERT_NE(error, nullptr) << test.text;
    const bool is_deep = error->message == "the template takes too many steps" && test.text == lists;
    EXPECT_TRUE(is_deep || error->message == test.expected) << test.text << "\n" << error->message;
  }
}

// Walks down while it adds: without a limit, writing and destroying the list would exhaust the stack.
TEST(VelocityRenderer, ListsCannotGrowDeepFromInside) {
  const std::string error =
      Render("#set($l = [])#set($c = $l)#foreach($i in [1..90000])#set($t = $c.add([]))#set($c = $c.get(0))#end", {});
  EXPECT_NE(error.find("lists and maps stand more than 50 levels inside each other"), std::string::npos) << error;
  EXPECT_NE(Render("#set($m = {})#set($c = $m)#foreach($i in [1..90000])#set($c.k = {})#set($c = $c.k)#end", {})
                .find("more than 50 levels"),
            std::string::npos);
}

// Each of these did quadratic work, or worse, without taking steps for it.
TEST(VelocityRenderer, HostileWorkStopsAtTheLimit) {
  const std::string large =
      "#set($s = 'aaaaaaaaaaaaaaaa')#foreach($i in [1..16])#set($s = $s + $s)#end#set($n = $s + 'b')";
  const std::string list = "#set($l = [1..90000])";
  for (const std::string& text : {
           large + "#if($s.concat($s).contains($n))a#end",
           large + "#set($t = $s.replaceAll('a(.*z)?', 'b'))",
           large + "#set($t = $s.split('a(.*z)?'))",
           large + "#foreach($i in [1..90000])#if($s == $s)#end#end",
           large + "#foreach($i in [1..90000])#set($t = 'a'.compareTo($s))#end",
           list + "#foreach($i in $l)#foreach($j in $l)#break#end#end",
           list + "#foreach($i in $l)#if($l == $l)#end#end",
           list + "#foreach($i in $l)#set($t = $l.contains('x'))#end",
       }) {
    const std::string out = Render(text, {});
    EXPECT_TRUE(out.starts_with("error: ")) << text << "\n" << out.substr(0, 100);
  }
}

// Catastrophic for a backtracking matcher, and large enough to notice.
TEST(VelocityRenderer, RegularExpressionsAreLinear) {
  TemplateScope scope;
  scope.names = {{"x", std::string(100'000, 'a')}};
  EXPECT_EQ(Render("$x.matches('(a*)*b')", scope), "false");
  EXPECT_EQ(Render("$x.replaceAll('(a|aa)+$', '')", scope), "");
}

TEST(VelocityReferences, AreVisitedEverywhere) {
  const std::string text =
      "${a.b} #set($c = \"x $d\")#if($e && $f == 1)#foreach($g in $h.list)$g#end#end"
      "$esc.jsonEncode(\"${input.x}\") #set($m = {\"k\": [$n]})";
  const auto parsed = ParseVelocity(text);
  std::vector<std::string> seen;
  VisitReferences(std::get<VelocityTemplate>(parsed), [&](const ReferenceVisit& visit) {
    EXPECT_EQ(text.substr(visit.reference.span.offset, visit.reference.span.length), visit.reference.source);
    seen.push_back(Concat(visit.reference.root, " ", static_cast<int>(visit.use),
                          visit.enclosing == nullptr ? "" : " in " + visit.enclosing->root));
  });
  EXPECT_EQ(Join(seen, ", "), "a 0, c 5, d 1, e 4, f 3, h 3, g 0, esc 0, input 1 in esc, m 5, n 3");
  std::vector<std::string> made;
  VisitMadeNames(std::get<VelocityTemplate>(parsed), [&](std::string_view name) { made.emplace_back(name); });
  EXPECT_EQ(Join(made, ", "), "g, foreach, velocityCount, velocityHasNext, c, m");
}

}  // namespace
}  // namespace genesys_cfn::action_runtime
