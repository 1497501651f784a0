// SPDX-License-Identifier: Apache-2.0
// Mistakes in the types beside the data action, and in how resources fit together.
#include "lint/family_rules.h"

#include "lint/mistakes_testing.h"

namespace genesys_cfn::lint {
namespace {

TEST(FamilyRules, MistakesAreFoundAtTheirPlace) {
  const Mistake mistakes[] = {
      {"GC319", "      SecretId: crm/login\n      SecretVersion: !Ref LoginVersion\n",
       "      <<SecretId>>: crm/login\n"},
      {"GC320", "{clientId: id, clientSecret: secret}",
       "{clientId: id, clientSecret: secret}\n      <<CredentialFields>>: {clientSecret: hunter2}"},
      {"GC320", "clientSecret: secret}", "clientSecret: <<'hunter2!'>>}"},
      {"GC320", "clientSecret: secret}", "clientSecret: !Ref <<Password>>}"},
      {"GC321", "IntegrationType: custom-rest-actions", "IntegrationType: <<custom-rest-action>>"},
      {"GC321", "CredentialType: userDefinedOAuth", "CredentialType: <<userDefinedOauth>>"},
      {"GC321", "Runtime: nodejs22.x", "Runtime: <<nodejs22>>"},
      {"GC321", "Runtime: nodejs22.x", "Runtime: <<python3.12>>"},
      {"GC322", "{basicAuth: !Ref Login}", "{<<oauth>>: !Ref Login}"},
      {"GC322", "{AmazonWebServicesARN: !Ref Role}", "{AmazonWebServicesARN: !Ref <<Login>>}"},
      {"GC322", "IntegrationId: !Ref Crm", "IntegrationId: !Ref <<Lambda>>"},
      {"GC322",
       "      Name: CRM\n      Credentials: {basicAuth: !Ref Login}\n      State: ENABLED\n  Auth:\n"
       "    Type: Custom::GenesysCustomAuthAction\n    Properties:\n"
       "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n      ServiceTimeout: 600\n"
       "      IntegrationId: !Ref Crm",
       "      Name: CRM\n      State: ENABLED\n  Auth:\n    Type: Custom::GenesysCustomAuthAction\n    Properties:\n"
       "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n      ServiceTimeout: 600\n"
       "      IntegrationId: !Ref <<Crm>>"},
      {"GC323",
       "    DependsOn: Score\n    Properties:\n      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n      "
       "ServiceTimeout: 600\n      Name: Score\n",
       "    DependsOn: Functions\n    Properties:\n      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n      "
       "ServiceTimeout: 600\n      Name: <<Score>>\n"},
      {"GC323",
       "    DependsOn: Functions\n    Properties:\n      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n      "
       "ServiceTimeout: 600\n      IntegrationName: Functions\n",
       "    Properties:\n      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n      ServiceTimeout: 600\n      "
       "IntegrationName: <<Functions>>\n"},
      {"GC303",
       "      Name: CRM login\n      SecretId: crm/login\n      SecretVersion: !Ref LoginVersion\n"
       "      Fields: {clientId: id, clientSecret: secret}\n  Crm:\n",
       "      Name: !Sub '${Crm} login'\n      SecretId: crm/login\n      SecretVersion: !Ref LoginVersion\n"
       "      Fields: {clientId: id, clientSecret: secret}\n  <<Crm>>:\n"},
      // What the provider refuses.
      {"GC306", "      State: ENABLED", "      <<Stat>>: ENABLED"},
      {"GC307", "      State: ENABLED", "      State: <<ON>>"},
      {"GC307", "      SecretVersion: !Ref LoginVersion", "      SecretDigest: <<12ab>>"},
      {"GC307", "Fields: {ARN: arn}", "<<Fields>>: {}"},
      {"GC312", "      Name: CRM login", "      Name: <<'{{resolve:secretsmanager:crm}}'>>"},
      {"GC309",
       "    DependsOn: Score\n    Properties:\n      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n      "
       "ServiceTimeout: 600\n      Name: Score\n      IntegrationName: Functions\n",
       "    DependsOn: Score\n    <<Properties>>:\n      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n      "
       "ServiceTimeout: 600\n      Name: Score\n"},
      {"GC310", "        Zip: {Bucket: packages, Key: score.zip, VersionId: '7'}",
       "        <<Zip>>: {Bucket: packages, Key: score.zip}"},
      {"GC007", "TimeoutSeconds: 10", "TimeoutSeconds: <<16>>"},
      {"GC307", "Inputs: {level: 3}", "Inputs: {level2: <<3>>}"},
      // The configuration that logs in is one like any other.
      {"GC008", "requestType: POST\n            requestUrlTemplate: https://login",
       "requestType: <<POTS>>\n            requestUrlTemplate: https://login"},
      {"GC105", "$encoding.base64(", "<<$encoding.base46>>("},
      {"GC021", "'Basic $encoding.base64(\"${credentials.clientId}:${credentials.clientSecret}\")'",
       "Basic <<aHVudGVyMg==>>"},
  };
  for (const Mistake& mistake : mistakes) ExpectFound("family.yaml", mistake);
}

std::string Codes(const std::string& text) {
  std::string codes;
  for (const Finding& finding : Validate("t.yaml", text, Origin::kNamed).findings) codes += Concat(finding.code, " ");
  return codes;
}

TEST(FamilyRules, AFunctionBelongsToAnIntegrationThatRunsOne) {
  const std::string right = ReadRight("family.yaml");
  EXPECT_EQ(Codes(ReplaceAll(right, "IntegrationType: function-data-actions", "IntegrationType: custom-rest-actions")),
            "GC322 ");
  const size_t begin = right.find("      Function:\n");
  const size_t end = right.find("      Definition:\n", begin);
  EXPECT_EQ(Codes(right.substr(0, begin) + right.substr(end)), "GC322 ");
}

// An action on the integration Crm of this template.
std::string OnCrm(const std::string& integration, const std::string& credential, const std::string& reference,
                  const std::string& url, const std::string& header = "x") {
  const std::string service = "\n    Properties:\n      ServiceToken: !ImportValue token\n      ServiceTimeout: 600\n";
  return Concat("Parameters: {P: {Type: String}}\nResources:\n  Login:\n    Type: Custom::GenesysCredential", service,
                "      CredentialType: ", credential,
                "\n      Name: login\n      SecretId: s\n      SecretVersion: v\n      Fields: {key: key}\n"
                "  Crm:\n    Type: Custom::GenesysIntegration",
                service, "      Name: CRM\n      IntegrationType: ", integration,
                "\n  Action:\n    Type: Custom::GenesysDataAction\n    DependsOn: Crm", service, reference,
                "\n      Definition:\n        name: Look up\n        config:\n"
                "          request: {requestType: GET, requestUrlTemplate: '",
                url, "', headers: {X-Header: '", header,
                "'}}\n          response: {successTemplate: '${rawResult}'}\n        contract:\n"
                "          input: {inputSchema: {type: object, properties: {}}}\n"
                "          output: {successSchema: {type: object, properties: {status: {type: string}}}}\n");
}

TEST(FamilyRules, AUrlIsHeldAgainstTheIntegrationOfTheTemplate) {
  const std::string web = "custom-rest-actions";
  for (const char* reference :
       {"      IntegrationId: !Ref Crm", "      IntegrationId: !GetAtt Crm.Id", "      IntegrationName: CRM"}) {
    EXPECT_EQ(Codes(OnCrm(web, "basicAuth", reference, "/v1/status")), "GC022 ") << reference;
    EXPECT_EQ(Codes(OnCrm(web, "basicAuth", reference, "https://crm.example.com/v1/status")), "") << reference;
    EXPECT_EQ(Codes(OnCrm("purecloud-data-actions", "basicAuth", reference, "https://crm.example.com/v1")), "GC022 ")
        << reference;
    EXPECT_EQ(Codes(OnCrm("purecloud-data-actions", "basicAuth", reference, "/api/v2/users/me")), "") << reference;
    EXPECT_EQ(Codes(OnCrm("!Ref P", "basicAuth", reference, "/v1/status")), "") << "not known";
  }
  EXPECT_EQ(Codes(OnCrm(web, "basicAuth", "      IntegrationId: !Ref P", "/v1/status")), "") << "another one";
  EXPECT_EQ(Codes(OnCrm(web, "basicAuth", "      IntegrationId: !GetAtt Crm.Name", "/v1/status")), "") << "no id";
}

// It decides, and not what the definition says of the one that it was exported from.
TEST(FamilyRules, TheTemplatesIntegrationDecides) {
  const std::string text =
      OnCrm("custom-rest-actions", "basicAuth", "      IntegrationId: !Ref Crm", "/api/v2/users/me");
  EXPECT_EQ(Codes(ReplaceAll(text, "        name: Look up\n",
                             "        name: Look up\n        integrationType: purecloud-data-actions\n")),
            "GC022 ");
}

TEST(FamilyRules, WithoutAnAuthenticationActionThereIsNoAuthResponse) {
  const std::string reference = "      IntegrationId: !Ref Crm";
  const std::string url = "https://crm.example.com/v1";
  const std::string header = "Bearer ${authResponse.access_token}";
  const std::string with = "custom-rest-actions\n      Credentials: {basicAuth: !Ref Login}";
  EXPECT_EQ(Codes(OnCrm(with, "basicAuth", reference, url, header)), "GC322 ");
  EXPECT_EQ(Codes(OnCrm(with, "userDefined", "      IntegrationId: !GetAtt Crm.Id", url, header)), "GC322 ");
  EXPECT_EQ(Codes(OnCrm(with, "userDefinedOAuth", reference, url, header)), "");
  EXPECT_EQ(Codes(OnCrm(with, "!Ref P", reference, url, header)), "") << "not known";
  EXPECT_EQ(Codes(OnCrm(with, "basicAuth", reference, url, "${credentials.userName}")), "");
  EXPECT_EQ(Codes(OnCrm("custom-rest-actions", "basicAuth", reference, url, header)), "GC322 ") << "no credential";
  EXPECT_EQ(Codes(OnCrm("custom-rest-actions\n      AdoptIntegrationId: 0c7b3c51-6b0e-4f0e-8d3a-5a2f5f3a0b11",
                        "basicAuth", reference, url, header)),
            "")
      << "an adopted one keeps the credential that it has";
  EXPECT_EQ(Codes(OnCrm("purecloud-data-actions", "basicAuth", reference, "/api/v2/users/me", header)), "GC322 ");
  EXPECT_EQ(Codes(OnCrm(with, "basicAuth", "      IntegrationId: !Ref P", url, header)), "") << "another integration";
}

TEST(FamilyRules, TheReferenceToAuthResponseIsUnderlinedAndTheCredentialIsNamed) {
  const std::string text =
      OnCrm("custom-rest-actions\n      Credentials: {basicAuth: !Ref Login}", "basicAuth",
            "      IntegrationId: !Ref Crm", "https://crm.example.com/v1", "Bearer ${authResponse.access_token}");
  const auto findings = Validate("t.yaml", text, Origin::kNamed).findings;
  ASSERT_EQ(findings.size(), 1U);
  const auto shown = [&](Range range) { return text.substr(range.begin, range.end - range.begin); };
  EXPECT_EQ(shown(findings.front().range), "${authResponse.access_token}");
  ASSERT_EQ(findings.front().related.size(), 1U);
  EXPECT_EQ(shown(findings.front().related.front().range), "basicAuth");
  EXPECT_EQ(findings.front().related.front().message, "the type of Login");
}

// What is not known before the deployment is not judged.
TEST(FamilyRules, OfWhatFunctionsGiveNothingIsSaid) {
  const std::string head =
      "Parameters: {P: {Type: String}}\nConditions: {A: !Equals [!Ref P, a]}\nResources:\n  X:\n"
      "    Type: Custom::Genesys";
  const std::string service = "\n    Properties:\n      ServiceToken: !ImportValue token\n      ServiceTimeout: 600\n";
  EXPECT_EQ(Codes(head + "Credential" + service +
                  "      CredentialType: !Ref P\n      Name: n\n      SecretId: !Ref P\n"
                  "      SecretVersion: !If [A, x, y]\n      Fields: {password: !Ref P}\n"),
            "");
  EXPECT_EQ(Codes(head + "Integration" + service +
                  "      IntegrationType: !Ref P\n      Name: !Sub '${P}'\n      Credentials: {some: !Ref P}\n"
                  "      Properties: !Sub '{\"a\": \"${P}\"}'\n"),
            "");
  EXPECT_EQ(Codes(head + "Integration" + service + "      IntegrationType: zendesk\n      Name: n\n"), "");
  EXPECT_EQ(Codes(head + "CustomAuthAction" + service + "      IntegrationId: !Ref P\n      Definition: !Ref P\n"), "");
  EXPECT_EQ(Codes(head + "DataActionLookup" + service + "      Name: !Ref P\n      IntegrationId: !Ref P\n"), "");
}

}  // namespace
}  // namespace genesys_cfn::lint
