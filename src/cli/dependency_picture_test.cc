// SPDX-License-Identifier: Apache-2.0
#include "cli/dependency_picture.h"

#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

// Two actions, of which one needs the other; both need the function, by different means.
constexpr std::string_view kTemplate = R"(
Resources:
  Close:
    Type: Custom::GenesysDataAction
    Properties: {ServiceToken: !GetAtt Provider.Arn, After: !Ref LookUp}
  LookUp:
    Type: Custom::GenesysDataAction
    DependsOn: Logs
    Properties: {ServiceToken: !Sub '${Provider.Arn}'}
  Provider: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
  Role: {Type: AWS::IAM::Role}
  Logs: {Type: AWS::Logs::LogGroup}
)";

struct Picture {
  Picture() : source(*cloudformation::LoadTemplate(kTemplate).value), graph(cloudformation::DependenciesOf(source)) {}
  cloudformation::Template source;
  cloudformation::DependencyGraph graph;
};

TEST(DependencyPicture, ATreeWritesOutEachResourceOnce) {
  const Picture picture;
  EXPECT_EQ(DependencyTree(picture.source, picture.graph),
            "Close  Custom::GenesysDataAction\n"
            "├── LookUp  Custom::GenesysDataAction\n"
            "│   ├── Logs  AWS::Logs::LogGroup\n"
            "│   └── Provider  AWS::Lambda::Function\n"
            "│       └── Role  AWS::IAM::Role\n"
            "└── Provider  AWS::Lambda::Function  (above)\n");
}

TEST(DependencyPicture, DotHasANodeForEachResourceAndAnArrowForEachNeed) {
  const Picture picture;
  const std::string dot = DependencyDot(picture.source, picture.graph);
  EXPECT_TRUE(dot.starts_with("digraph resources {\n"));
  EXPECT_NE(dot.find("\"Close\" [label=\"Close\\nCustom::GenesysDataAction\", style=rounded];"), std::string::npos);
  EXPECT_NE(dot.find("\"LookUp\" -> \"Provider\";"), std::string::npos);
  EXPECT_TRUE(dot.ends_with("}\n"));
}

TEST(DependencyPicture, MermaidHasThemToo) {
  const Picture picture;
  const std::string mermaid = DependencyMermaid(picture.source, picture.graph);
  EXPECT_TRUE(mermaid.starts_with("flowchart LR\n  Close(\"Close<br/>Custom::GenesysDataAction\")\n"));
  EXPECT_NE(mermaid.find("  Provider --> Role\n"), std::string::npos);
}

// Every type of the provider. Two actions name the integration: one after it by DependsOn, one without an order.
constexpr std::string_view kFamily = R"(
Resources:
  Login: {Type: Custom::GenesysCredential, Properties: {Name: Login}}
  Crm: {Type: Custom::GenesysIntegration, Properties: {Name: CRM, Credentials: {basicAuth: !Ref Login}}}
  Auth: {Type: Custom::GenesysCustomAuthAction, Properties: {IntegrationId: !Ref Crm}}
  LookUp: {Type: Custom::GenesysDataAction, DependsOn: Auth, Properties: {IntegrationName: CRM}}
  Ordered: {Type: Custom::GenesysDataAction, DependsOn: Crm, Properties: {IntegrationName: CRM}}
  Same: {Type: Custom::GenesysDataActionLookup, DependsOn: LookUp, Properties: {Name: x, IntegrationName: Elsewhere}}
)";

TEST(DependencyPicture, EachTypeHasAShapeAndANameIsDashed) {
  const cloudformation::Template source = *cloudformation::LoadTemplate(kFamily).value;
  const auto graph = cloudformation::DependenciesOf(source);
  EXPECT_EQ(DependencyTree(source, graph),
            "Ordered  Custom::GenesysDataAction\n"
            "└── Crm  Custom::GenesysIntegration\n"
            "    └── Login  Custom::GenesysCredential\n"
            "Same  Custom::GenesysDataActionLookup\n"
            "└── LookUp  Custom::GenesysDataAction\n"
            "    ├── Auth  Custom::GenesysCustomAuthAction\n"
            "    │   └── Crm  Custom::GenesysIntegration  (above)\n"
            "    └── Crm  Custom::GenesysIntegration  (by name)\n");
  const std::string mermaid = DependencyMermaid(source, graph);
  for (const char* const line :
       {"  Login{{\"Login<br/>Custom::GenesysCredential\"}}\n", "  Crm[[\"Crm<br/>Custom::GenesysIntegration\"]]\n",
        "  Auth([\"Auth<br/>Custom::GenesysCustomAuthAction\"])\n",
        "  Same>\"Same<br/>Custom::GenesysDataActionLookup\"]\n", "  Crm --> Login\n", "  LookUp -.-> Crm\n"}) {
    EXPECT_NE(mermaid.find(line), std::string::npos) << line << mermaid;
  }
  EXPECT_EQ(mermaid.find("Ordered -.-> Crm"), std::string::npos);
  const std::string dot = DependencyDot(source, graph);
  EXPECT_NE(dot.find("\"LookUp\" -> \"Crm\" [style=dashed];"), std::string::npos);
  EXPECT_NE(dot.find("Custom::GenesysCredential\", shape=hexagon];"), std::string::npos);
}

}  // namespace
}  // namespace genesys_cfn::cli
