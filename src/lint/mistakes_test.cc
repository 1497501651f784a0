// SPDX-License-Identifier: Apache-2.0
// Mistakes as people make them, each an edit of a right file: the rule that finds it and the place that it underlines.
#include "lint/mistakes_testing.h"

namespace genesys_cfn::lint {
namespace {

TEST(Mistakes, TheFilesAreRightWithoutThem) {
  for (const char* name : {"action.json", "template.yaml", "family.yaml"}) {
    const CheckedFile file = Validate(name, ReadRight(name), Origin::kNamed);
    EXPECT_TRUE(file.findings.empty()) << TextReport({file}, Colour::kOff);
  }
}

TEST(Mistakes, InDataActionsAreFound) {
  const Mistake mistakes[] = {
      {"GC001", R"("secure": false)", "\"secure\": <<F>>alse"},
      {"GC001", R"("secure": false)", "\"secure\": false, \"secure\": false\n<<}>>"},
      {"GC003", R"("secure": false)", R"(<<"secured">>: false)"},
      {"GC003", R"("requestType")", R"(<<"requesttype">>)"},
      {"GC003", R"("translationMapDefaults")", R"(<<"translationDefaults">>)"},
      {"GC003", R"("successSchema")", R"(<<"sucessSchema">>)"},
      {"GC004", "\"output\": {\n      \"successSchema\"", "<<\"output\">>: {\n      \"schema\""},
      {"GC005", R"("secure": false)", R"("secure": <<"no">>)"},
      {"GC005", R"("Accept": "application/json")", R"("X-Version": <<2>>)"},
      {"GC006", R"("Open case - Exported 2025-03-11 @ 10:32")", R"(<<"">>)"},
      {"GC007", R"("timeoutSeconds": 20)", R"("timeoutSeconds": <<61>>)"},
      {"GC007", R"("timeoutSeconds": 20)", R"("timeoutSeconds": <<0>>)"},
      {"GC007", R"("timeoutSeconds": 20)", R"("timeoutSeconds": <<1.5>>)"},
      {"GC008", R"("requestType": "POST")", R"("requestType": <<"Post">>)"},
      {"GC008", R"("requestType": "POST")", R"("requestType": <<"HEAD">>)"},
      {"GC009", R"("actionType": "custom")", R"("actionType": <<"customAuth">>)"},
      {"GC012", "schema#\",\n        \"type\": \"object\"", "schema#\",\n        \"type\": <<\"array\">>"},
      {"GC013", R"("subject": {"type": "string"})", R"(<<"1st subject">>: {"type": "string"})"},
      {"GC014", R"("subject": {"type": "string"})", R"(<<"orgId">>: {"type": "string"})"},
      {"GC015", R"("subject": {"type": "string"})", R"("subject": {"type": <<"object">>})"},
      {"GC015", R"("subject": {"type": "string"})", R"(<<"subject">>: {})"},
      {"GC016", "\"successSchema\": {\n        \"type\": \"object\"",
       "\"successSchema\": {\n        \"type\": <<\"string\">>"},
      {"GC017", R"({"type": "object", "properties": {"text": {"type": "string"}}})",
       R"({"type": "object", "properties": {<<"text">>: {"type": "array", "items": {"type": "string"}}}})"},
      {"GC018", R"("owner": {"type": "string"})", R"("owner": {<<"$ref">>: "#/definitions/owner"})"},
      {"GC019", R"("owner": {"type": "string"})", R"("owner": {"type": <<"String">>})"},
      {"GC019", R"("minLength": 1)", R"("minLength": <<-1>>)"},
      {"GC020", R"(["customerId", "subject"])", R"(["customerId", <<"subjekt">>])"},
      {"GC020", R"("required": ["caseId"])", R"("required": ["caseId", <<"state">>])"},
      {"GC021", R"("Accept": "application/json")", R"("X-Api-Key": "<<s3cr3t-0815>>")"},
      {"GC021", R"(Basic $encoding.base64(\"${credentials.user}:${credentials.password}\"))",
       R"(Bearer <<eyJhbGciOi>>)"},
      {"GC021", R"(/cases",)", R"(/cases?api_key=<<0815abcdef>>",)"},
      {"GC021", R"(\"priority\": ${input.priority})",
       R"(\"password\": \"<<hunter2x>>\", \"priority\": ${input.priority})"},
      {"GC021", R"("https://crm.example.com/v1/customers/$esc)",
       R"("https://bot:<<s3cr3t>>@crm.example.com/v1/customers/$esc)"},
      {"GC022", "https://crm.example.com/v1/customers/$esc", "<</v1/customers/>>$esc"},
      {"GC023", R"("Accept": "application/json")", R"("Accept": "<<text/html>>")"},
      {"GC025", R"("default": 3)", R"("default": <<false>>)"},
      {"GC025", R"("default": 3)", R"("enum": [1, 2], "default": <<3>>)"},
      {"GC102", "${input.subject}", "${input.<<sbject>>}"},
      {"GC102", "${input.customerId}", "$!{input.<<customer>>}"},
      {"GC103", "${input.subject}", "<<${input.Subject}>>"},
      {"GC103", "${input.subject}", "<<$Input.subject>>"},
      {"GC104", R"("subject": {"type": "string"},)",
       R"("subject": {"type": "string"}, <<"owner">>: {"type": "string"},)"},
      {"GC105", "$esc.jsonEncode", "<<$esc.jsonEscape>>"},
      {"GC106", "${input.priority}", "<<${priority}>>"},
      {"GC106", "${input.priority}", "<<${inptu.priority}>>"},
      {"GC107", "$esc.jsonEncode(${input.subject})", "<<${input.subject}>>"},
      {"GC108", R"("requestTemplate": "{\n  \"subject\")", R"("requestTemplate": "{\n  <<s>>ubject)"},
      {"GC108", R"(${input.priority}\n})", R"(${input.priority},\n<<}>>)"},
      {"GC109", "$esc.uriEncode(${input.customerId})", "<<${input.customerId}>>"},
      {"GC109", R"(/cases",)", R"(/cases?by=<<${input.subject}>>",)"},
      {"GC202", R"("caseId": "$.case.id",)", R"("caseId": "$.case.id", <<"state">>: "$.case.state",)"},
      {"GC203", R"("caseId": "\"\"",)", R"("caseId": "\"\"", <<"case">>: "0",)"},
      {"GC204",
       "\"caseId\": \"$.case.id\",\n        \"owners\": \"$.case.people[?(@.role == 'owner')].name\"\n      },\n"
       "      \"translationMapDefaults\": {\n        \"caseId\": \"\\\"\\\"\",",
       "<<\"caseId\">>: \"$.case.id\",\n        \"owners\": \"$.case.people[?(@.role == 'owner')].name\"\n      },\n"
       "      \"translationMapDefaults\": {"},
      {"GC205", R"(\"caseId\": ${caseId})", R"(\"caseId\": <<${case}>>)"},
      {"GC205", R"(\"caseId\": ${caseId})", R"(\"caseId\": <<${input.subject}>>)"},
      {"GC206", R"(\"caseId\": ${caseId}, )", R"(\"caseId\": ${caseId} <<\">>)"},
      {"GC207", R"({\"caseId\": ${caseId})", R"({\"<<caseid>>\": ${caseId})"},
      {"GC207", R"(\"caseId\": ${caseId})", R"(\"<<caseId>>\": 5)"},
      {"GC207", R"("caseId": "\"\"",)", R"("caseId": "<<0>>",)"},
      {"GC208", R"("caseId": "\"\"",)", R"("caseId": "<<unknown>>",)"},
      {"GC208", R"("caseId": "\"\"",)", R"("caseId": <<"">>,)"},
      {"GC210", R"("$.case.id")", R"("<<$..id>>")"},
      {"GC209", R"(\"caseId\": ${caseId})", R"(\"caseId\": \"<<${caseId}>>\")"},
  };
  for (const Mistake& mistake : mistakes) ExpectFound("action.json", mistake);
}

TEST(Mistakes, InTemplatesAreFound) {
  const Mistake mistakes[] = {
      {"GC001", R"({"type": "object", "properties": {)", R"({"type": "object" <<">>properties": {)"},
      {"GC008", R"(\"DELETE\")", R"(<<\"DELTE\">>)"},
      {"GC013", R"("tag": {"type": "string"})", R"(<<"my tag">>: {"type": "string"})"},
      {"GC019", R"("tag": {"type": "string"})", R"("tag": {"type": <<"text">>})"},
      {"GC102", "$esc.jsonEncode(${input.tag})", "$esc.jsonEncode(${input.<<tags>>})"},
      {"GC102", "${!input.customerId}", "${!input.<<custmerId>>}"},
      {"GC102", "cases/$esc.uriEncode(${input.caseId})", "cases/${input.<<caseNumber>>}"},
      {"GC105", "$esc.jsonEncode(${input.tag})", "<<$esc.jsonEncod>>(${input.tag})"},
      {"GC107", "$esc.jsonEncode(${input.tag})", "<<${input.tag}>>"},
      {"GC205", "${caseId}", "<<${caseID}>>"},
      {"GC207", R"('{"caseId")", R"('{"<<case>>")"},
      {"GC301", "    DependsOn: OpenCase\n", "    <<Depends>>: OpenCase\n"},
      {"GC302", "    DependsOn: OpenCase\n", "    DependsOn: <<OpnCase>>\n"},
      {"GC302", "${OpenCase} and", "<<${OpenCas}>> and"},
      {"GC302", "!GetAtt OpenCase.DataActionId", "!GetAtt <<OpenCases.DataActionId>>"},
      {"GC303", "  CloseCase:\n    Type: Custom::GenesysDataAction\n    DependsOn: OpenCase\n",
       "  <<CloseCase>>:\n    Type: Custom::GenesysDataAction\n    DependsOn: CloseCase\n"},
      {"GC304", "${!input.customerId}", "<<${input.customerId}>>"},
      {"GC305", "      ServiceTimeout: '900'\n", "      ServiceTimeout: <<'4000'>>\n"},
      {"GC305", "      ServiceTimeout: '900'\n", "      ServiceTimeout: <<'120'>>\n"},
      {"GC306", "      Substitutions:", "      <<Subtitutions>>:"},
      {"GC307", "      Substitutions:", "      OnDrift: <<Ignore>>\n      Substitutions:"},
      {"GC309", "      IntegrationId: !ImportValue crm-integration\n",
       "      IntegrationId: !ImportValue crm-integration\n      IntegrationName: <<Web>>\n"},
      {"GC310", "      DefinitionUri: s3://deployments/report.json?versionId=7",
       "      DefinitionUri: s3://deployments/report.json?versionId=7\n      Function:\n        <<Zip>>: {Bucket: "
       "packages, "
       "Key: a.zip}\n        Handler: i.h\n        Runtime: nodejs22.x"},
      {"GC007", "      DefinitionUri: s3://deployments/report.json?versionId=7",
       "      DefinitionUri: s3://deployments/report.json?versionId=7\n      Function:\n        Zip: {Bucket: "
       "packages, Key: "
       "a.zip, VersionId: v}\n        Handler: i.h\n        Runtime: nodejs22.x\n        TimeoutSeconds: <<30>>"},
      {"GC307", "      DefinitionUri: s3://deployments/report.json?versionId=7",
       "      DefinitionUri: s3://deployments/report.json?versionId=7\n      <<Test>>: [{Name: a}]"},
      {"GC310", "      DefinitionUri: s3://deployments/report.json?versionId=7",
       "      <<DefinitionUri>>: s3://deployments/report.json"},
      {"GC310", "      DefinitionUri: s3://deployments/report.json?versionId=7",
       "      <<DefinitionParameter>>: /actions/report"},
      {"GC312", "      Name: Report", "      Name: <<'{{resolve:secretsmanager:crm}}'>>"},
      {"GC313", "!GetAtt OpenCase.DataActionId", "!GetAtt <<OpenCase.Arn>>"},
      {"GC313", "${CloseCase.Name}", "${CloseCase.<<Nmae>>}"},
      {"GC109", "cases/$esc.uriEncode(${input.caseId})", "cases/<<${input.caseId}>>"},
      {"GC314", "https://crm.example.com/cases/$esc.uriEncode(${input.caseId})",
       "/api/v2/integrations/actions/<<custom_-_1>>/execute?x=$esc.url(${input.caseId})"},
      {"GC315", R"("subject": ")", R"("url": "<<${CrmUrl}>>", "subject": ")"},
      {"GC318", "  Report:\n    Type: Custom::GenesysDataAction\n",
       "  Report:\n    Type: <<Custom::GenesysDataacton>>\n"},
      {"GC316", "/@{Version}/", "/<<@{Vresion}>>/"},
  };
  for (const Mistake& mistake : mistakes) {
    ExpectFound("template.yaml", mistake);
  }
}

}  // namespace
}  // namespace genesys_cfn::lint
