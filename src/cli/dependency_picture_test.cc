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

}  // namespace
}  // namespace genesys_cfn::cli
