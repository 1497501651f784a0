// SPDX-License-Identifier: Apache-2.0
// What the command line's help says beside the options.
#pragma once

#include <string_view>
#include <utility>

namespace genesys_cfn::cli {

inline constexpr const char* kAbout =
    "Genesys Cloud data actions under AWS CloudFormation, and a local cloud to run them offline.\n"
    "The commands work on the local cloud in the state directory: the one that a running `genesys-cfn local` serves,\n"
    "or one that the command runs inside itself. With --target aws, --profile or --region they work on AWS.";

inline constexpr const char* kExitCodes =
    "Exit codes: 0 done or nothing to do, 1 failed, 2 there are differences (plan, drift), 64 wrong usage.\n"
    "Run genesys-cfn COMMAND --help for a command's own options.";

inline constexpr std::string_view kCommonOptions =
    "--state-dir, --output and the other options of genesys-cfn --help may stand here, too.";

// What help shows below a command's options.
inline constexpr std::pair<std::string_view, std::string_view> kExamples[] = {
    {"deploy", "genesys-cfn deploy template.yaml --stack-name demo --profile dev --parameter-overrides Stage=dev"},
    {"plan", "genesys-cfn plan template.yaml --stack-name demo --output markdown"},
    {"delete", "genesys-cfn delete demo"},
    {"status", "genesys-cfn status demo --output json"},
    {"doctor", "genesys-cfn doctor template.yaml --profile dev"},
    {"drift", "genesys-cfn drift template.yaml --stack-name demo --accept --dry-run"},
    {"adopt", "genesys-cfn adopt 'Look up case' --to actions/look-up-case.json"},
    {"orphans", "genesys-cfn orphans"},
    {"export", "genesys-cfn export --to exported --name 'CRM .*'"},
    {"graph", "genesys-cfn graph template.yaml --format mermaid"},
    {"logs", "genesys-cfn logs --since 10m --follow"},
    {"local", "genesys-cfn local --port 4566"},
    {"validate", "genesys-cfn validate template.yaml actions/"},
    {"test", "genesys-cfn test actions/ --filter 'look-up.*'"},
    {"init", "genesys-cfn init rest my-actions"},
    {"package", "genesys-cfn package template.yaml --s3-bucket definitions --output-template-file packaged.yaml"},
    {"schema", "genesys-cfn schema --type Custom::GenesysDataAction"},
    {"completions", "source <(genesys-cfn completions bash)"}};

}  // namespace genesys_cfn::cli
