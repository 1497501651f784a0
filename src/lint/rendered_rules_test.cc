// SPDX-License-Identifier: Apache-2.0
// What is found by rendering with samples, and what must not be.
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "json/write.h"
#include "lint/report.h"
#include "lint/template_trial.h"
#include "lint/validate.h"

namespace genesys_cfn::lint {
namespace {

// "CODE [what is underlined] -> [what is related]", a line each.
std::string FindingsIn(const std::string& text) {
  const CheckedFile file = Validate("a.yaml", text, Origin::kNamed);
  const auto bytes = [&](Range range) { return text.substr(range.begin, range.end - range.begin); };
  std::string out;
  for (const Finding& finding : file.findings) {
    out += Concat(finding.code, " [", bytes(finding.range), "]");
    for (const RelatedPlace& place : finding.related) out += Concat(" -> [", bytes(place.range), "]");
    out += "\n";
  }
  return out;
}

struct Parts {
  std::string url = "https://x/y";
  std::string body = "{}";
  std::string required = "[a, n, f]";
  std::string map = "{}";
  std::string defaults = "{}";
  std::string result = "{}";
  std::string schema = "{type: object}";
};

std::string Action(const Parts& parts) {
  return Concat(
      "name: x\nconfig:\n  request:\n    requestType: POST\n    requestUrlTemplate: ", json::Quote(parts.url),
      "\n    requestTemplate: ", json::Quote(parts.body), "\n  response:\n    translationMap: ", parts.map,
      "\n    translationMapDefaults: ", parts.defaults, "\n    successTemplate: ", json::Quote(parts.result),
      "\ncontract:\n  input:\n    inputSchema:\n      type: object\n      required: ", parts.required,
      "\n      properties: {a: {type: string}, n: {type: integer}, f: {type: boolean}, w: {type: string, enum: "
      "[p, q]}}\n  output:\n    successSchema: ",
      parts.schema, "\n");
}

// Without GC104: most of these use few inputs.
std::string Found(const Parts& parts) {
  std::string out;
  const std::string all = FindingsIn(Action(parts));
  for (const std::string_view line : Split(all, '\n')) {
    if (!line.empty() && !line.starts_with("GC104") && !line.starts_with("GC204")) out += Concat(line, "\n");
  }
  return out;
}

TEST(RenderedRules, StringsInUrlsAreEscaped) {
  EXPECT_EQ(Found({.url = "https://x/$input.a"}), "GC109 [$input.a]\n");
  EXPECT_EQ(Found({.url = "https://x/y?z=${input.a}&n=$input.n"}), "GC109 [${input.a}]\n");
  EXPECT_EQ(Found({.url = "https://x/#if(${input.f})${input.a}#end"}), "GC109 [${input.a}]\n");
  for (const char* url :
       {"${input.a}/y", "https://${input.a}.example.com/y", "https://x/$esc.url($input.a)",
        "https://x/${input.a.replace(' ','%20')}", "https://x/$!{input.w}", "https://x/$input.n/$input.f",
        "https://x/${credentials.path}", "https://x/#if($input.a == 'y')y#end"}) {
    EXPECT_EQ(Found({.url = url}), "") << url;
  }
}

TEST(RenderedRules, AnInputThatMayBeAbsentIsQuiet) {
  const auto found = [](const std::string& url, const std::string& body = "{}") {
    return Found({.url = url, .body = body, .required = "[a]"});
  };
  EXPECT_EQ(found("https://x/${input.n}"), "GC110 [${input.n}] -> [n]\n");
  EXPECT_EQ(found("https://x/$math.add($input.n, 1)"), "GC110 [$input.n] -> [n]\n");
  EXPECT_EQ(found("https://x/$esc.uriEncode(\"a ${input.n}\")"), "GC110 [${input.n}] -> [n]\n");
  EXPECT_EQ(found("https://x/y", "{\"w\": \"${input.w}\", \"n\": ${input.n}}"),
            "GC110 [${input.w}] -> [w]\nGC110 [${input.n}] -> [n]\n");
  EXPECT_EQ(found("https://x/#if(${input.f})${input.n}#end"), "GC110 [${input.n}] -> [n]\n");
  for (const char* url :
       {"https://x/$!{input.n}", "https://x/$!esc.uriEncode(${input.w})", "https://x/#if($input.n)${input.n}#end",
        "https://x/#if($input.n && $input.f)${input.n}$input.f#end", "https://x/$esc.uriEncode(\"$!{input.n}\")"}) {
    EXPECT_EQ(found(url), "") << url;
  }
  EXPECT_EQ(found("https://x/y", "${input.rawRequest}"), "");
}

TEST(RenderedRules, BodiesAreJsonAlsoWithDirectives) {
  EXPECT_EQ(Found({.body = "{\"a\": 1 #if($input.f) \"b\": 2 #end}"}), "GC108 [\\\"]\n");
  EXPECT_EQ(Found({.body = "{#foreach($x in [1, 2])\"k$x\": 1,#end }"}), "GC108 [}]\n");
  EXPECT_EQ(Found({.body = "#set($t = 'v'){\"a\": $t}"}), "GC108 [$]\n");
  for (const char* body :
       {"{\"a\": 1 #if($input.f), \"b\": 2 #end}", "{#foreach($x in [1, 2])\"k$x\": 1#if($foreach.hasNext),#end #end}",
        "#set($t = '5'){\"a\": $t}", "#if($input.f){\"a\": [${input.a}]}#{else}{${input.a}}#end", "#set($t = '5')a=$t",
        "## nothing\n{\"n\": $input.n}"}) {
    EXPECT_EQ(Found({.body = body}), "") << body;
  }
}

TEST(RenderedRules, BodiesAreJsonAlsoWithoutWhatMayBeAbsent) {
  EXPECT_EQ(Found({.body = "{\"n\": $!{input.n}}", .required = "[a]"}), "GC108 [}]\n");
  EXPECT_EQ(Found({.body = "{\"n\": \"$!{input.n}\"}", .required = "[a]"}), "");
  EXPECT_EQ(Found({.body = "{#if($input.n)\"n\": $input.n#end}", .required = "[a]"}), "");
  EXPECT_EQ(Found({.body = "{\"n\": $!{input.n}}"}), "");
}

TEST(RenderedRules, ResultsAreJsonAlsoWithDirectives) {
  const std::string map = "{v: $.v}";
  EXPECT_EQ(Found({.map = map, .result = "{#if($v)\"v\": $v,#end \"w\": }"}), "GC206 [}]\n");
  EXPECT_EQ(Found({.map = map, .result = "{#if($v)\"v\": $v,#end \"w\": 1}"}), "");
}

TEST(RenderedRules, ResultsHaveTheTypesOfTheContract) {
  const std::string schema =
      "{type: object, properties: {s: {type: string}, i: {type: integer}, l: {type: array, items: {type: object, "
      "properties: {k: {type: number}}}}, e: {type: [string, 'null']}}}";
  const auto found = [&](const std::string& result, const std::string& map = "{v: $.v, m: '$..m'}",
                         const std::string& defaults = "{}") {
    std::string out;
    const std::string all = Found({.map = map, .defaults = defaults, .result = result, .schema = schema});
    for (const std::string_view line : Split(all, '\n')) {
      if (!line.empty() && !line.starts_with("GC202")) out += Concat(line, "\n");
    }
    return out;
  };
  EXPECT_EQ(found("{\"s\": 5}"), "GC207 [s] -> [string]\n");
  EXPECT_EQ(found("{\"i\": \"5\"}"), "GC207 [i] -> [integer]\n");
  EXPECT_EQ(found("{\"i\": 5.5}"), "GC207 [i] -> [integer]\n");
  EXPECT_EQ(found("{\"s\": null}"), "GC207 [s] -> [string]\n");
  EXPECT_EQ(found("{\"l\": [{\"k\": true}]}"), "GC207 [k] -> [number]\n");
  EXPECT_EQ(found("[]"), "GC207 [[]] -> [object]\n");
  EXPECT_EQ(found("{\"s\": ${m}}"), "GC210 [$..m] -> [${m}] -> [string]\n");
  EXPECT_EQ(found("{\"i\": $v}", "{v: $.v}", "{v: '\"\"'}"), "GC207 [\"\"] -> [integer]\n");
  for (const char* result :
       {"{\"s\": \"5\", \"i\": 5, \"e\": null}", "{\"l\": ${m}}", "{\"l\": [], \"i\": $v, \"s\": $v}",
        "{\"s\": $successTemplateUtils.firstFromArray(\"${m}\")}", "{\"l\": [{\"k\": 1}, {\"k\": $v}]}", "${rawResult}",
        "$v"}) {
    EXPECT_EQ(found(result), "") << result;
  }
}

TEST(RenderedRules, AnActionThatIsCalledByAFixedIdIsFoundWhereverItComesFrom) {
  const auto found = [](const std::string& parameters, const std::string& properties, const std::string& url) {
    std::string out;
    const auto action = [](const std::string& name, const std::string& more, const std::string& address) {
      return Concat("  ", name,
                    ":\n    Type: Custom::GenesysDataAction\n    Properties:\n      ServiceToken: t\n"
                    "      ServiceTimeout: 900\n      IntegrationId: i\n",
                    more,
                    "      Definition:\n        name: n\n        config: {request: {requestType: GET, "
                    "requestUrlTemplate: ",
                    address,
                    "}, response: {}}\n        contract: {input: {inputSchema: {type: "
                    "object}}, output: {successSchema: {type: object}}}\n");
    };
    const std::string text =
        Concat(parameters, "Resources:\n", action("One", "", "/api/v2/x"), action("Two", properties, url));
    const std::string all = FindingsIn(text);
    for (const std::string_view line : Split(all, '\n')) {
      if (line.starts_with("GC314")) out += Concat(line.substr(line.find(" -> ")), "\n");
    }
    return out;
  };
  EXPECT_EQ(found("", "      Substitutions: {Id: custom_-_1}\n", "'/api/v2/integrations/actions/@{Id}/execute'"),
            " -> [custom_-_1]\n");
  const std::string parameters = "Parameters: {Id: {Type: String, Default: custom_-_2}}\n";
  EXPECT_EQ(found(parameters, "", "!Sub '/api/v2/integrations/actions/${Id}/execute'"), " -> [custom_-_2]\n");
  EXPECT_EQ(found(parameters, "", "!Sub '/api/v2/integrations/actions/${One}/execute?id=1'"), "");
  EXPECT_EQ(found("", "      Substitutions: {Id: custom_-_1}\n", "'/api/v2/other/@{Id}/execute'"), "");
}

TEST(TemplateTrial, KnowsWhereEachByteIsFrom) {
  const std::string source = "ab${x}#if($y)c#end z";
  const auto trial = RenderTrial(source, {{"x", "XYZ"}, {"y", true}});
  ASSERT_TRUE(trial);
  EXPECT_EQ(trial->text, "abXYZc z");
  ASSERT_EQ(trial->offsets.size(), trial->text.size() + 1);
  for (const char c : {'a', 'b', 'c', 'z'}) {
    EXPECT_EQ(trial->offsets[trial->text.find(c)], source.find(c)) << c;
  }
  EXPECT_EQ(trial->offsets[2], 2U);
  EXPECT_EQ(trial->offsets[4], 2U);
  ASSERT_EQ(trial->printed.size(), 1U);
  EXPECT_EQ(trial->printed[0].begin, 2U);
  EXPECT_EQ(trial->printed[0].end, 5U);
  EXPECT_FALSE(RenderTrial("#if(", {}));
}

TEST(TemplateTrial, KnowsWhatIsInsideOfStrings) {
  EXPECT_EQ(InsideStrings(R"(1"a\"b"2)"),
            (std::vector<bool>{false, false, true, true, true, true, true, false, false}));
}

}  // namespace
}  // namespace genesys_cfn::lint
